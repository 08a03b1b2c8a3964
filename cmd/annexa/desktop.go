package main

import (
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// editors are the addresses by which programs open a file at a line.
var editors = map[string]string{
	"vscode":   "vscode://file{file}:{line}:{column}",
	"vscodium": "vscodium://file{file}:{line}:{column}",
	"cursor":   "cursor://file{file}:{line}:{column}",
	"zed":      "zed://file{file}:{line}:{column}",
	"idea":     "idea://open?file={file}&line={line}&column={column}",
	"textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
}

// editor returns what makes the address that opens a place in an editor: one
// that is known by its name, or by an address with {file} in it. It is nil for
// none.
func editor(name string) (func(file string, line, column int) string, error) {
	if name == "none" {
		return nil, nil
	}
	address, ok := editors[name]
	if !ok {
		address = name
		if u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(name)); err != nil || u.Scheme == "" || slices.Contains([]string{"javascript", "data", "blob"}, u.Scheme) || !strings.Contains(name, "{file}") {
			return nil, usageError{fmt.Errorf("--editor: there is no editor %q that is known; name vscode, vscodium, cursor, zed, idea, textmate or none, or give an address such as myeditor://open?file={file}&line={line}", name)}
		}
	}
	return func(file string, line, column int) string {
		file = filepath.ToSlash(file)
		if !strings.HasPrefix(file, "/") { // a drive
			file = "/" + file
		}
		path := strings.ReplaceAll((&url.URL{Path: file}).EscapedPath(), "&", "%26") // it may stand in a query
		return strings.NewReplacer("{file}", path, "{line}", strconv.Itoa(max(line, 1)), "{column}", strconv.Itoa(max(column, 1))).Replace(address)
	}, nil
}

// browse opens an address in the user's browser.
func browse(address string) error {
	command := exec.Command("xdg-open", address)
	switch runtime.GOOS {
	case "darwin":
		command = exec.Command("open", address)
	case "windows":
		command = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	}
	if err := command.Start(); err != nil {
		return err
	}
	go command.Wait() // how it ends is the browser's affair
	return nil
}
