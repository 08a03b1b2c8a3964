package check

import (
	"cmp"
	"slices"

	"annexa/internal/diag"
)

// A Family is rules that ask the same kind of question.
type Family struct {
	Name, About string
	Rules       []*diag.Rule // in the order of their names
}

// Families are all rules there are.
func Families() []Family {
	families := []Family{
		{"reading", "what stands in a file, before anything is linked", []*diag.Rule{
			diag.Unreadable, diag.Undecodable, diag.FrontMatter, diag.InvalidID, diag.InvalidDate, diag.UnquotedNumber, diag.RawHTMLShown, diag.ForeignMarkup, diag.NestedTooDeep, diag.ConfigRule, diag.ConfigUnknown,
		}},
		{"structure", "what a document must say of itself, and whether it agrees with itself", []*diag.Rule{
			diag.RequiredField, RequiredHeading, ApprovedMissing, DraftApproved, OwnerApproves, VersionHistory, RetiredSuccessor, Orphan, EmptyContent,
		}},
		{"links", "what leads where, and who answers for it", []*diag.Rule{
			diag.DuplicateID, diag.DuplicateAnchor, diag.BrokenReference, diag.BrokenLink, diag.BrokenAnchor, diag.UnknownMention, diag.OtherEdition, diag.OtherEditionInData,
			diag.GroupImplemented, diag.UnknownVariable, diag.EmbeddedText, diag.MissingImage, diag.OutsideContent, LinkToDraft, LinkToRetired,
			diag.UnknownRole, VacantRole, ApproverWithoutAuthority, AuditorOwns,
		}},
		{"approval", "what approvals prove, and what of a text they do not cover", []*diag.Rule{ApprovalBroken, ApprovalFile, ApprovalUnclaimed, UnapprovedChange, DecisionChanged}},
		{"time", "what dates mean on the day of the build", []*diag.Rule{
			ReviewOverdue, ReviewDue, ReviewMissing, SuspectLink, VersionUnchanged, EvidenceExpired, DateOrder, DateInFuture, ChangedAfterApproval, ActionOverdue, TreatmentOverdue, DeadlinePassed,
		}},
		{"standard", "what ISO/IEC 27001 asks of the whole", []*diag.Rule{
			EditionWithdrawn, ControlUndecided, ExcludedUnjustified, ExcludedAndNeeded, ExcludedAndImplemented, ReasonMissing, OwnControlExcluded, CatalogueUnanswered, ReasonWithoutRisk, ReasonWithoutSource,
			ImplementedWithoutDocument, ImplementedWithoutEvidence, ActionMissing, RequirementUnanswered, PolicyWithoutRequirement,
			ClauseUnanswered, ClauseExcluded, DocumentedMissing, ClimateUndetermined,
			RiskNotAccepted, RiskAcceptedByAnother, PlanNotApproved, AssessmentStale, RequirementNotAudited, ReviewInputEmpty,
		}},
		{"registers", "what rows of registers must hold", []*diag.Rule{
			diag.RegisterRule, diag.UnknownRegister, diag.CatalogueRule, diag.UnknownColumn, diag.MissingColumn, diag.OutOfRange,
		}},
		{"language", "words that leave open what a rule must say", []*diag.Rule{VagueDuty, Placeholder, TermRedefined}},
		{"publishing", "what packs, pages and PDFs can be made of", []*diag.Rule{
			PackEmptyWord, PackClassification, diag.DuplicateAddress, diag.Theme, diag.SignLevel, diag.Template, diag.MissingGlyph,
		}},
		{"exceptions", "what annexa.yaml excuses", []*diag.Rule{ExceptionExpired, ExceptionUnused}},
	}
	for _, f := range families {
		slices.SortFunc(f.Rules, func(a, b *diag.Rule) int { return cmp.Compare(a.Name, b.Name) })
	}
	return families
}

// publishing says that a rule may be broken while pages and PDFs are made.
func publishing(rule *diag.Rule) bool {
	return rule == diag.Template || rule == diag.MissingGlyph || rule == diag.MissingImage
}

// Lookup finds a rule by its name.
func Lookup(name string) (*diag.Rule, bool) {
	for _, f := range Families() {
		for _, r := range f.Rules {
			if r.Name == name {
				return r, true
			}
		}
	}
	return nil, false
}

// names are the names of all rules, family by family.
func names(yield func(string) bool) {
	for _, f := range Families() {
		for _, r := range f.Rules {
			if !yield(r.Name) {
				return
			}
		}
	}
}
