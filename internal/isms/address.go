package isms

import (
	"path"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/prose"
)

// address is where a link leads that names no file of the content: to the web, a
// mailbox or a telephone.
func (l *linker) address(d *Document, r *prose.Reference, place diag.Place) Target {
	scheme, _, _ := strings.Cut(r.Target, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel", "ftp", "sftp", "sip", "xmpp", "urn":
		return Target{Address: r.Target}
	}
	if strings.HasPrefix(r.Target, "//") {
		l.about(d, diag.BrokenLink.At(place, "%s depends on how the page was opened", r.Target).Hinting("write https:%s", r.Target))
		return Target{Address: "https:" + r.Target}
	}
	l.about(d, diag.BrokenLink.At(place, "an address that begins with %s: is not linked", scheme).Hinting("link web, mail and telephone addresses, or files of the content"))
	return Target{Broken: true}
}

func (l *linker) image(d *Document, r *prose.Reference, place diag.Place) Target {
	if scheme, _, ok := strings.Cut(r.Target, ":"); ok && len(scheme) > 1 {
		l.about(d, diag.MissingImage.At(place, "the image %s lies elsewhere, and no page loads anything from elsewhere", r.Target).Hinting("put the image into the content and link it by its path"))
		return Target{Broken: true}
	}
	file, inside := l.file(d, r.Target)
	if r.Kind == prose.EmbeddedImage {
		if found := l.attachment(d, r.Target, place); found != "" {
			return Target{File: found}
		}
	}
	switch {
	case !inside:
		l.about(d, diag.OutsideContent.At(place, "the image %s lies outside the content", r.Target).Hinting("put it into the content"))
	case l.m.byFile[file] != nil:
		l.about(d, diag.MissingImage.At(place, "%s is a text and no image", r.Target).Hinting("take the ! out to link it"))
	case !l.m.files[file]:
		p := diag.MissingImage.At(place, "there is no image %s", r.Target)
		if to := l.moved(file); to != "" && r.Kind == prose.ImageLink {
			p = l.repointed(p, d, r, to)
		} else if to != "" {
			p = p.Hinting("did you mean %s?", to)
		} else if near := l.nearestFile(file); near != "" {
			p = p.Hinting("did you mean %s?", relative(path.Dir(d.File), near))
		} else if r.Kind == prose.EmbeddedImage {
			p = p.Hinting("put it into the content; by its name alone it may lie in any folder")
		} else {
			p = p.Hinting("a path counts from the folder of the file it stands in")
		}
		l.about(d, p)
	default:
		return Target{File: file}
	}
	return Target{Broken: true}
}

// attachment is the file that a name between [[ and ]] means: by its path from
// the folder of the text or from that of the content, or the one of that name,
// wherever it lies. It is empty where there is none.
func (l *linker) attachment(d *Document, name string, place diag.Place) string {
	if file, inside := l.file(d, name); inside && l.m.files[file] {
		return file
	}
	if l.m.files[path.Clean(name)] {
		return path.Clean(name)
	}
	if strings.Contains(name, "/") || path.Ext(name) == "" {
		return ""
	}
	found := l.sameName(name)
	if len(found) == 0 {
		return ""
	}
	if len(found) > 1 {
		l.about(d, diag.BrokenLink.At(place, "[[%s]] may mean %s or %s", name, found[0], found[1]).Hinting("write the path from the folder of the content"))
	}
	return found[0]
}

// file is the path within the content of a path as a document writes it, and
// whether it lies inside.
func (l *linker) file(d *Document, p string) (string, bool) {
	if rest, ok := strings.CutPrefix(p, "/"); ok {
		p = path.Clean(rest)
	} else {
		p = path.Join(path.Dir(d.File), p)
	}
	return p, p != ".." && !strings.HasPrefix(p, "../")
}

func (l *linker) path(d *Document, r *prose.Reference, place diag.Place) Target {
	if r.Target == "" {
		t := Target{Document: d, Fragment: r.Fragment}
		if d.Requirement != nil {
			t = Target{Requirement: d.Requirement, Fragment: r.Fragment}
		}
		l.anchor(d, t, place)
		return t
	}
	file, inside := l.file(d, r.Target)
	if !inside {
		l.about(d, diag.OutsideContent.At(place, "%s lies outside the content and is not published", r.Target).Hinting("put what it leads to into the content, or link its web address"))
		return Target{Broken: true}
	}
	if t, ok := l.atPath(file); ok {
		t.Fragment = r.Fragment
		l.anchor(d, t, place)
		return t
	}
	p := diag.BrokenLink.At(place, "%s leads to nothing", r.Target)
	if l.isFolder(file) {
		p = diag.BrokenLink.At(place, "%s is a folder without a page", r.Target).Hinting("link one of its files, or write %s", path.Join(file, "README.md"))
	} else if to := l.moved(file); to != "" {
		p = l.repointed(p, d, r, to)
	} else if near := l.nearestFile(file); near != "" {
		p = p.Hinting("did you mean %s?", relative(path.Dir(d.File), near))
	} else {
		p = p.Hinting("a path counts from the folder of the file it stands in")
	}
	l.about(d, p)
	return Target{Broken: true}
}

// atPath finds what lies at a path of the content: a document, a register, a
// file, a folder's first page; or, as site generators write it, a page by its
// address without the ending of its file.
func (l *linker) atPath(file string) (Target, bool) {
	m := l.m
	if d, ok := m.byFile[file]; ok {
		return documentTarget(d, ""), true
	}
	for _, name := range []string{file + ".md", strings.TrimSuffix(file, ".html") + ".md", path.Join(file, "README.md"), path.Join(file, "index.md"), path.Join(file, "_index.md")} {
		if d, ok := m.byFile[name]; ok {
			return documentTarget(d, ""), true
		}
	}
	for _, r := range m.Registers {
		if r.File == file {
			return Target{Register: r}, true
		}
	}
	if m.files[file] {
		return Target{File: file}, true
	}
	return Target{}, false
}

// isFolder says that files lie below a path.
func (l *linker) isFolder(dir string) bool {
	if l.folders == nil {
		l.folders = map[string]bool{".": true}
		for file := range l.m.files {
			for d := path.Dir(file); !l.folders[d]; d = path.Dir(d) {
				l.folders[d] = true
			}
		}
	}
	return l.folders[dir]
}

// nearestFile is a file of the same name, or with a path spelt alike.
func (l *linker) nearestFile(file string) string {
	if l.nearests++; l.nearests > maxNearest {
		return ""
	}
	base := path.Base(file)
	for _, d := range l.m.Documents {
		if strings.EqualFold(path.Base(d.File), base) {
			return d.File
		}
	}
	for _, f := range l.in.Files {
		if strings.EqualFold(path.Base(f), base) {
			return f
		}
	}
	return diag.Nearest(file, func(yield func(string) bool) {
		for _, d := range l.m.Documents {
			if !yield(d.File) {
				return
			}
		}
		for _, f := range l.in.Files {
			if !yield(f) {
				return
			}
		}
	})
}

// relative is a path as seen from a folder.
func relative(from, to string) string {
	if from == "." {
		return to
	}
	f, t := strings.Split(from, "/"), strings.Split(to, "/")
	i := 0
	for i < len(f) && i < len(t)-1 && f[i] == t[i] {
		i++
	}
	return strings.Repeat("../", len(f)-i) + strings.Join(t[i:], "/")
}
