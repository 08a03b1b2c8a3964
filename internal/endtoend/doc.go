// Package endtoend holds no code but tests. They publish the sample ISMS the
// way the command does and hand what came out to programs that nobody here
// wrote, since a reader, an auditor and a web browser will do the same:
//
//	sha256sum                    SHA256SUMS and the manifest
//	qpdf, pdfinfo, pdftotext     every PDF: its syntax, title, tags and words
//	pdfsig, openssl              every signature, and some of them once more by hand
//	pdftoppm                     some pages, as they lie on paper
//	chromium                     one page of every kind, opened as a file
//	aspell                       the spelling of what was written, before it is published
//
// A program that is missing skips its test, and fails it under CI=true. The
// browser is left out of go test -short.
package endtoend
