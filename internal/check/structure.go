package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/prose"
)

// The rules of structure: what a document must say of itself (7.5.2), and
// whether it agrees with itself.
var (
	RequiredHeading  = diag.NewRule("required-heading", diag.Warning, "a document that lacks a section which all of its kind have leaves its readers without an answer they look for")
	ApprovedMissing  = diag.NewRule("approved-missing", diag.Warning, "an approved document says who approved it, in which role and when")
	DraftApproved    = diag.NewRule("draft-approved", diag.Warning, "a draft that bears an approval claims what it has not got yet")
	OwnerApproves    = diag.NewRule("owner-approves", diag.Note, "who owns a text and is the only one to approve it has nobody who reads it with other eyes")
	VersionHistory   = diag.NewRule("version-history", diag.Warning, "the newest entry of the history is the version that is published")
	RetiredSuccessor = diag.NewRule("retired-successor", diag.Note, "readers of a withdrawn document want to know what replaced it")
	Orphan           = diag.NewRule("orphan", diag.Note, "a document that nothing leads to is found by nobody")
	EmptyContent     = diag.NewRule("empty-content", diag.Warning, "a folder without a single Markdown file is usually the wrong folder")
)

func (c *checker) structure() {
	if len(c.m.Documents) == 0 {
		c.report(EmptyContent.At(diag.Place{}, "there is no Markdown file here").Hinting("write one, begin with annexa init, or name another folder with -C"))
	}
	for _, d := range c.m.Documents {
		if d.State == isms.Page {
			if d.ID != "" {
				c.report(diag.RequiredField.At(d.At("id"), "%s does not say what kind of document it is, and so has no status", d.ID).Hinting("add kind: %s", strings.Join(document.Kinds[:6], ", ")))
			}
			continue
		}
		c.history(d)
		if d.State == isms.Retired {
			c.successor(d)
			continue
		}
		c.required(d)
		c.headings(d)
		c.approved(d)
	}
	for _, d := range c.m.Orphans() {
		if !d.InForce() {
			continue // it may find its place before it is approved
		}
		c.report(Orphan.At(d.At(), "nothing leads to %s", d.ID).Hinting("link it from where its readers are"))
	}
}

func (c *checker) required(d *isms.Document) {
	var missing []string
	want := func(key string, there bool) {
		if !there && !slices.Contains(missing, key) {
			missing = append(missing, key)
		}
	}
	writeUp := d.Front.Kind == "control" || d.Front.Kind == "clause" || d.Requirement != nil
	want("title", writeUp && !(d.Requirement != nil && d.Requirement.IsOwn()) || d.Has("title"))
	want("version", d.Has("version"))
	want("status", d.Has("status"))
	want("owner", d.Has("owner"))
	want("classification", d.Has("classification"))
	want("summary", writeUp || d.Kind == "record" || d.Kind == "soa" || d.Has("summary"))
	for _, key := range c.want(diag.RequiredField, d.Kind) {
		want(key, d.Has(strings.Split(key, ".")...))
	}
	if len(missing) > 0 {
		c.report(diag.RequiredField.At(d.At(), "this %s does not say its %s", cmp.Or(d.Kind, "document"), strings.Join(missing, ", ")))
	}
}

// headings: the sections that annexa.yaml asks for of a kind.
func (c *checker) headings(d *isms.Document) {
	var missing []string
	for _, wanted := range c.want(RequiredHeading, d.Kind) {
		if !slices.ContainsFunc(d.Body.Headings, func(h *prose.Heading) bool {
			return fold(string(prose.AppendText(nil, h.Spans, prose.Bindings{Variables: d.Values}))) == fold(wanted)
		}) {
			missing = append(missing, wanted)
		}
	}
	if len(missing) > 0 {
		c.report(RequiredHeading.At(d.At(), "%s has no section %s", name(d), strings.Join(missing, ", ")).Hinting("write it, or change rules: required-heading: want in annexa.yaml"))
	}
}

func (c *checker) approved(d *isms.Document) {
	f, a := &d.Front, d.Front.Approved
	if f.Status != "approved" {
		if d.Has("approved") {
			c.report(DraftApproved.At(d.At("approved"), "%s is %s, and bears an approval", name(d), standing(d)).Hinting("set status: approved, or take approved out until it is approved again"))
		}
		return
	}
	switch {
	case !d.Has("approved"):
		c.report(ApprovedMissing.At(d.At("status"), "%s is approved, and nothing says by whom and when", name(d)).Hinting("add approved: {by: …, role: …, date: …}, or set status: in-review"))
	case a.By == "" || a.Role.Value == "" || a.Date.IsZero():
		c.report(ApprovedMissing.At(d.At("approved"), "the approval of %s wants by, role and date", name(d)).Hinting("approved: {by: Dana Reyes, role: Chief Executive, date: 2026-11-02}"))
	}
	if !slices.Contains(ruling, d.Kind) || d.Requirement != nil {
		return
	}
	authority := c.m.Config.Approval[d.Kind]
	another := func(r field.Text) bool { return !c.sameRole(r.Value, f.Owner.Value) }
	alone := authority.OwnerAlone || len(authority.Roles) > 0 && !slices.ContainsFunc(authority.Roles, another)
	if f.Owner.Value != "" && c.sameRole(f.Owner.Value, a.Role.Value) && !alone {
		c.report(OwnerApproves.At(d.AtText(a.Role), "%s is owned and approved by %s alone", name(d), f.Owner.Value).Hinting("have somebody else approve it, or own it; or say owner-alone: yes for the kind, in approval in annexa.yaml"))
	}
}

// history: the version that is published is the newest of the history, which
// has each version once.
func (c *checker) history(d *isms.Document) {
	f := &d.Front
	if len(f.History) == 0 {
		return
	}
	newest, first := f.History[0], map[string]day.Date{}
	for i, e := range f.History {
		if e.Date.After(newest.Date) {
			newest = e
		}
		if _, twice := first[e.Version]; twice && e.Version != "" {
			c.report(VersionHistory.At(d.At("history", strconv.Itoa(i)), "the history of %s has version %s twice", name(d), e.Version).Hinting("a changed text is a new version"))
		}
		first[e.Version] = e.Date
	}
	if f.Version == "" || d.State == isms.Retired || newest.Version == f.Version {
		return
	}
	if on, ok := first[f.Version]; ok && !on.Before(newest.Date) {
		return
	}
	c.report(VersionHistory.At(d.At("version"), "%s is version %s, and the newest entry of its history is %s", name(d), f.Version, newest.Version).Hinting("add an entry for version %s, or correct the version", f.Version))
}

func (c *checker) successor(d *isms.Document) {
	if d.ReplacedBy == nil {
		c.report(RetiredSuccessor.At(d.At("status"), "%s was withdrawn, and nothing says what replaced it", name(d)).Hinting("name its successor in replaced-by, or say in the summary that there is none"))
	}
}
