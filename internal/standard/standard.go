// Package standard holds the editions of ISO/IEC 27001 as values: clauses,
// themes, domains, objectives and controls, the attributes ISO/IEC 27002:2022
// gives its controls, how the two editions correspond, the activities each
// heading asks for, and what must be documented.
//
// # What is here and what is not
//
// The text of the standard belongs to its publisher. The data hold ids and
// titles, which are facts, and sentences written for this project, which say
// what a requirement is about and who it helps. Nothing here replaces reading
// the standard.
//
// # Ids
//
// An id is written as the standard prints it, and its form alone says where it
// hangs: drop the last number to get the parent.
//
//	4 … 10          clause                        both editions
//	6.1, 6.1.3      its sub-clauses               both editions
//	A.5 … A.8       theme                         2022
//	A.5.15          control                       2022
//	A.5 … A.18      domain                        2013
//	A.9.2           objective                     2013
//	A.9.2.1         control                       2013
//
// The same id can mean different things in the two editions (A.5.1 is a control
// of 2022 and an objective of 2013), so an id is always looked up in one
// [Catalogue].
//
// # Languages
//
// The data are English. [In] finds a [Translation] of all that they say.
//
// # Values
//
// Everything returned is shared and immutable: callers must not write to a
// slice or a [Requirement] they are given. The data are embedded, read once at
// first use, and never cause a panic; [Err] says whether they were whole, which
// the tests of this package prove.
package standard
