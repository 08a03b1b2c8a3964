package corpus

import (
	"math/rand/v2"
	"strings"
)

// sentence is one of the few things that policies say, 8 to 25 words long.
func sentence(r *rand.Rand) string {
	switch r.IntN(7) {
	case 0:
		return "The " + pick(r, people) + " must " + task(r) + " " + pick(r, deadlines) + "."
	case 1:
		return capital(pick(r, things)) + " are " + pick(r, done) + " " + pick(r, deadlines) + ", " + pick(r, reasons) + "."
	case 2:
		return "If " + pick(r, things) + " cannot be " + pick(r, done) + " " + pick(r, ways) + ", the " + pick(r, people) + " informs the " + pick(r, people) + "."
	case 3:
		return "Nobody may " + pick(r, misdeeds) + " " + pick(r, things) + " unless the " + pick(r, people) + " has agreed " + pick(r, ways) + "."
	case 4:
		return "The " + pick(r, people) + " decides whether " + pick(r, things) + " have to be " + pick(r, done) + " again."
	case 5:
		return "Where " + pick(r, things) + " are concerned, evidence is kept " + pick(r, ways) + ", " + pick(r, reasons) + "."
	default:
		return "Once " + pick(r, things) + " have been " + pick(r, done) + ", the " + pick(r, people) + " notes it " + pick(r, ways) + " and tells the " + pick(r, people) + "."
	}
}

// task is something to do: a verb and what it is done to.
func task(r *rand.Rand) string { return pick(r, verbs) + " " + pick(r, things) }

func pick(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

var (
	topics = []string{
		"Access rights", "Backups", "Change control", "Cryptographic keys", "Customer data", "Development", "Disposal of media",
		"Emergency access", "Endpoint protection", "Incident handling", "Logging", "Mobile work", "Network separation",
		"Passwords", "Physical entry", "Privacy", "Recovery", "Retention", "Software updates", "Supplier reviews",
		"Test data", "Training", "Visitors", "Vulnerabilities",
	}
	areas = []string{
		"customer support", "finance", "human resources", "legal affairs", "operations", "product development", "sales",
		"the cloud service", "the data centre", "the head office", "the laboratory", "the production network",
		"the regional offices", "the service desk", "the warehouse",
	}
	classifications = []string{"public", "internal", "internal", "internal", "confidential"}

	roles = []string{
		"Chief Executive", "Data Protection Officer", "Head of Engineering", "Head of IT", "Head of People",
		"ISMS Manager", "Platform Lead", "Service Manager",
	}
	people = []string{
		"data protection officer", "document owner", "duty engineer", "head of the department", "ISMS manager", "internal auditor",
		"line manager", "person on call", "project lead", "service desk", "service owner", "supplier manager", "system owner",
	}
	verbs    = []string{"approve", "check", "classify", "document", "follow up", "inspect", "record", "renew", "report", "review", "test", "verify"}
	done     = []string{"approved", "checked", "classified", "documented", "inspected", "recorded", "renewed", "reported", "reviewed", "tested", "verified"}
	misdeeds = []string{"alter", "copy", "delete", "disclose", "export", "lend", "move", "share"}

	things = []string{
		"access rights to customer systems", "administrator accounts", "agreements with suppliers", "alerts from the monitoring",
		"audit trails", "backup copies", "changes to the production network", "configuration files", "encryption keys",
		"entries in the visitor book", "exceptions from this document", "exports of customer data", "firewall rules", "keys to the server room",
		"laptops and phones", "log records", "paper files", "personal data in test systems", "recovery plans", "removable media",
		"results of scans", "shared mailboxes", "software packages", "source code repositories", "unused accounts",
	}
	deadlines = []string{
		"after every incident", "as soon as a contract ends", "at least once a quarter", "at the end of each project", "before a change goes live",
		"before access is granted", "every year in March", "on the first working day of the month", "when a person changes role",
		"within four hours", "within two working days", "without delay",
	}
	ways = []string{
		"by a second person", "during the weekly meeting", "from a managed device", "in the register", "in the ticket system", "in writing",
		"over an encrypted connection", "under the four-eyes rule", "with the agreed checklist", "with the tool of the platform team",
	}
	reasons = []string{
		"because customers rely on it", "because the law asks for it", "so that a mistake is noticed early", "so that an auditor can follow every step",
		"so that nothing depends on one person", "so that the next shift can go on without asking", "so that the risk stays within what was accepted",
	}
	// pointers are the sentences that hold a link.
	pointers = []string{
		"See %s for the details.", "The steps stand in %s.", "What follows from this is described in %s.",
		"Exceptions are decided as %s says.", "Together with %s this covers the whole life cycle.",
	}
)
