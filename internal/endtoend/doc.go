// Package endtoend holds no code but tests. They publish the sample ISMS the
// way the command does and hand what came out to programs that nobody here
// wrote, since a reader, an auditor and a web browser will do the same:
//
//	sha256sum                    SHA256SUMS and the manifest
//	qpdf, pdfinfo, pdftotext     every PDF: its syntax, title, tags and words
//	pdfsig, openssl              every signature, and some of them once more by hand
//	EU DSS, pyHanko              signatures by every kind of key, at every level
//	pdftoppm                     some pages, as they lie on paper, and as they did
//	chromium                     one page of every kind, opened as a file
//	axe-core                     every page: WCAG 2.2 AA, EN 301 549, good practice
//	Nu HTML Checker              every page, style sheet and drawing
//	Lighthouse                   one page of every form
//	veraPDF                      every PDF, signed and as it was before: PDF/A and PDF/UA
//	liboscal-java, trestle       the Statement in OSCAL
//	Apache POI                   the Statement as a workbook, by the schemas of ISO/IEC 29500
//	aspell                       the spelling of what was written, before it is published
//
// Those that Debian does not have are pinned, and installed by .ci/judges/get;
// ANNEXA_JUDGES says where. CI_FULL=1 shows them every page in every way.
//
// A program that is missing skips its test, and fails it under CI=true. Browser
// and judges are left out of go test -short.
package endtoend
