package config

import (
	"net/url"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
)

// editPath stands in the address of edit for the path of a file.
const editPath = "{path}"

// edit reads the address at which the files of the content are edited, such as
// https://git.example/isms/edit/main/content/{path}.
func (r *reader) edit(pattern field.Text) {
	if pattern.Value == "" {
		return
	}
	before, after, found := strings.Cut(pattern.Value, editPath)
	u, err := url.Parse(before)
	_, errAfter := url.Parse(before + "path" + after)
	wrong := ""
	switch {
	case err != nil || errAfter != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		wrong = "edit is no address on the web: %q"
	case !found || strings.Contains(after, editPath) || u.Path == "":
		wrong = "edit wants {path} once, behind the name of the server, and this is %q"
	default:
		r.c.Edit = pattern.Value
		return
	}
	r.decoder.Report(diag.ConfigRule.At(r.decoder.At(pattern.Line, pattern.Column), wrong, pattern.Value).
		Hinting("write it with {path} for the path of a file: https://git.example/isms/edit/main/content/{path}"))
}

// EditAddress is where a file of the content is edited, or nothing where
// annexa.yaml names no such place. The path is percent-encoded already.
func (c *Config) EditAddress(path string) string {
	if c.Edit == "" {
		return ""
	}
	return strings.Replace(c.Edit, editPath, path, 1)
}
