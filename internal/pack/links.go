package pack

import (
	"strings"

	"annexa/internal/isms"
	"annexa/internal/prose"
)

// bindings say where the references of a document lead within this book.
func (b *book) bindings(d *isms.Document) prose.Bindings {
	out := prose.Bindings{Variables: d.Values}
	if len(d.Targets) == 0 {
		return out
	}
	out.References = make([]prose.Binding, len(d.Targets))
	for i, t := range d.Targets {
		b.inputs.target(t)
		binding := prose.Binding{Href: b.href(d, t), Text: b.label(t)}
		if r := &d.Body.References[i]; r.Kind == prose.ImageLink {
			binding.Href = ""
			if image, ok := b.Images[t.File]; ok && t.File != "" {
				binding.Href, binding.Data = t.File, image.Data
				b.inputs[t.File] = image.Hash
			}
		} else if t.Broken {
			binding.State = prose.Broken
			if binding.Text == "" {
				binding.Text = r.Target
			}
		}
		out.References[i] = binding
	}
	return out
}

// href is where a link of a document leads: to a place of this book, to the
// site, or nowhere.
func (b *book) href(from *isms.Document, t isms.Target) string {
	if t.Address != "" {
		return t.Address
	}
	if to := t.Written(); to != nil && b.inside[to] {
		if anchor := prefix(to) + t.Fragment; t.Fragment != "" && b.names[anchor] {
			return "#" + anchor
		}
		return "#" + name(to)
	}
	if t.Row != nil {
		if columns, ok := b.registers[t.Row.Register]; ok && panelled(columns) {
			return "#" + t.Row.ID.Value
		} else if ok {
			return "#" + registerName(t.Row.Register)
		}
	}
	if _, ok := b.registers[t.Register]; ok {
		return "#" + registerName(t.Register)
	}
	return b.site(t.Page())
}

// site is the address of a page on the site, where the site has one.
func (b *book) site(page string) string {
	if page == "" || b.ISMS.Config.Base == "" {
		return ""
	}
	return b.ISMS.Config.Base + strings.ReplaceAll(page, " ", "%20")
}
