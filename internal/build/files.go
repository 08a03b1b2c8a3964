package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // for the sizes of images
	_ "image/jpeg" // for the sizes of images
	_ "image/png"  // for the sizes of images
	"io/fs"
	"path"
	"slices"
	"strings"

	_ "golang.org/x/image/webp" // for the sizes of images

	"annexa/internal/approval"
	"annexa/internal/config"
	"annexa/internal/exif"
)

// MaxFile is how large a file may be, in bytes, that pages link.
const MaxFile = 512 << 20

// A picture is an image of the content, with its size.
type picture struct {
	data          []byte
	hash          [32]byte
	width, height int
	fault         error // why it has no size
}

// images reads every image that a page shows, and names all files that pages
// link.
func (l *Loaded) images(ctx context.Context, workers int) (map[string]picture, []string, error) {
	files := l.ISMS.PublishedFiles()
	pictures := make([]picture, len(files))
	err := each(ctx, len(files), workers, func(_, i int) error {
		switch strings.ToLower(path.Ext(files[i])) {
		case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp":
		default:
			return nil
		}
		data, err := whole(l.sources.Content, files[i])
		if err != nil {
			return nil // the job that copies it says so
		}
		pictures[i] = pictureOf(files[i], data)
		pictures[i].hash = sha256.Sum256(data)
		return nil
	})
	out := map[string]picture{}
	for i, name := range files {
		if pictures[i].data != nil {
			out[name] = pictures[i]
		}
	}
	return out, files, err
}

// pictureOf is an image as large as browsers show it.
func pictureOf(name string, data []byte) picture {
	p := picture{data: data}
	if strings.EqualFold(path.Ext(name), ".svg") {
		p.width, p.height, p.fault = svgSize(data)
		return p
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	p.width, p.height = c.Width, c.Height
	switch {
	case errors.Is(err, image.ErrFormat):
		p.fault = errors.New("it is neither PNG, JPEG, GIF, WebP nor SVG")
	case err != nil:
		p.fault = fmt.Errorf("it is damaged: %w", err)
	}
	if exif.Of(data).Sideways() {
		p.width, p.height = p.height, p.width
	}
	return p
}

// whole reads a file that is published as it is.
func whole(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxFile {
		return nil, fmt.Errorf("it is larger than %d MB", MaxFile>>20)
	}
	return fs.ReadFile(fsys, name)
}

func (l *Loaded) fileJobs(files []string) []job {
	var jobs []job
	for _, name := range files {
		jobs = append(jobs, job{path: "files/" + name, make: func([]byte) (output, error) {
			data, err := whole(l.sources.Content, name)
			if err != nil {
				return output{}, fmt.Errorf("read it: %w", err)
			}
			return output{data: data}, nil
		}})
	}
	return jobs
}

// ContentHash is over every file that what is published is made of: documents,
// registers, catalogues, configuration, the files that pages link, and the user's own
// templates and themes: sorted "path NUL sha256 LF". What is left out for its
// classification is not in it, so that nobody can tell from it when that
// changed, or guess what it says.
func (l *Loaded) ContentHash(ctx context.Context) ([32]byte, error) {
	inputs := slices.Clone(l.inputs)
	if l.ISMS.Level != "" {
		here := map[string]bool{config.File: true, path.Join(approval.Folder, approval.SignersFile): true}
		for _, d := range l.ISMS.Documents {
			here[d.File] = true
			for _, a := range l.ISMS.ApprovalsOf(d) {
				for _, p := range a.Proofs {
					here[p.Name.Text()], here[p.Name.Statement()], here[p.SignedPath()] = true, true, true
				}
			}
		}
		for _, r := range l.ISMS.Registers {
			here[r.File] = true
		}
		for _, c := range l.ISMS.Catalogues {
			here[c.File] = true
		}
		inputs = slices.DeleteFunc(inputs, func(in input) bool { return !here[in.path] })
	}
	add := func(fsys fs.FS, prefix, name string) error {
		data, err := whole(fsys, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", prefix+name, err)
		}
		inputs = append(inputs, input{prefix + name, sha256.Sum256(data)})
		return ctx.Err()
	}
	for _, name := range l.ISMS.PublishedFiles() {
		if err := add(l.sources.Content, "", name); err != nil {
			return [32]byte{}, err
		}
	}
	for prefix, fsys := range map[string]fs.FS{"templates/": l.sources.Templates, "themes/": l.sources.Themes} {
		if fsys == nil {
			continue
		}
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			return add(fsys, prefix, name)
		})
		if err != nil {
			return [32]byte{}, err
		}
	}
	return hash(inputs), nil
}
