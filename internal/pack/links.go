package pack

import (
	"strings"

	"annexa/internal/isms"
	"annexa/internal/prose"
)

// bindings say where the references of a document lead within this book, and
// which of them are destinations of an index.
func (b *book) bindings(d *isms.Document) (out prose.Bindings, names map[int]string) {
	out.Variables = d.Values
	if len(d.Targets) == 0 {
		return out, nil
	}
	names = map[int]string{}
	out.References = make([]prose.Binding, len(d.Targets))
	for i, t := range d.Targets {
		b.inputs.target(t)
		binding := prose.Binding{Href: b.href(d, t), Text: b.label(t)}
		if r := &d.Body.References[i]; r.Kind.Image() {
			binding.Href = t.File
			if image, ok := b.Images[t.File]; ok && t.File != "" {
				binding.Data = image.Data
				b.inputs[t.File] = image.Hash
			}
		} else if t.Broken {
			binding.State = prose.Broken
			if binding.Text == "" {
				binding.Text = r.Target
			}
		}
		if mention := b.mention(d, t); mention != "" {
			names[i] = mention
		}
		out.References[i] = binding
	}
	return out, names
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
		if _, ok := b.registers[t.Row.Register]; ok {
			return "#" + t.Row.ID.Value
		}
	}
	if _, ok := b.registers[t.Register]; ok {
		return "#" + registerName(t.Register)
	}
	address := b.site(t.Page())
	if address == "" && t.Requirement != nil && t.Requirement.IsControl() && t.Requirement.Page != "" && !t.Requirement.Withdrawn() && b.inside[b.ISMS.SoA()] {
		return "#" + statementName(t.Requirement) // the statement at least has it
	}
	return address
}

// site is the address of a page on the site, where the site has one.
func (b *book) site(page string) string {
	if page == "" || b.ISMS.Config.Base == "" {
		return ""
	}
	return b.ISMS.Config.Base + strings.ReplaceAll(page, " ", "%20")
}
