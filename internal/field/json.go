package field

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

func parseJSON(src []byte) (*Value, []Fault) {
	j := jsonReader{places: places{src: src}, d: json.NewDecoder(bytes.NewReader(src))}
	j.d.UseNumber()
	v, err := j.value(0)
	if errors.Is(err, io.EOF) && len(bytes.TrimSpace(src)) == 0 {
		return &Value{Kind: Map, Line: 1, Column: 1}, nil
	}
	if err == nil {
		if _, more := j.d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the value")
		}
	}
	if err != nil {
		line, column := j.places.at(j.errorOffset(err))
		return nil, append(j.faults, Fault{line, column, "this is not JSON: " + err.Error(), `texts and keys stand in "quotes", with a comma between two and none behind the last`})
	}
	return v, j.faults
}

type jsonReader struct {
	places places
	d      *json.Decoder
	faults []Fault
	nodes  int
}

func (j *jsonReader) errorOffset(err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return int(syntax.Offset) - 1
	}
	return int(j.d.InputOffset())
}

// next is the place where the coming token begins.
func (j *jsonReader) next() (line, column int) {
	i := int(j.d.InputOffset())
	for i < len(j.places.src) && bytes.IndexByte([]byte(" \t\r\n,:"), j.places.src[i]) >= 0 {
		i++
	}
	return j.places.at(i)
}

var errDeep = errors.New("it is nested too deep or too large to be read")

func (j *jsonReader) value(depth int) (*Value, error) {
	line, column := j.next()
	v := &Value{Line: line, Column: column}
	if j.nodes++; depth > maxDepth || j.nodes > maxNodes {
		return v, errDeep
	}
	token, err := j.d.Token()
	if err != nil {
		return v, err
	}
	switch token := token.(type) {
	case string:
		v.Kind, v.Text, v.Quoted = Scalar, token, true
	case json.Number:
		v.Kind, v.Text = Scalar, token.String()
	case bool:
		v.Kind, v.Text = Scalar, map[bool]string{true: "true", false: "false"}[token]
	case json.Delim:
		if token == '[' {
			v.Kind = List
			for j.d.More() {
				item, err := j.value(depth + 1)
				if err != nil {
					return v, err
				}
				v.Items = append(v.Items, item)
			}
		} else {
			v.Kind = Map
			for j.d.More() {
				var f Field
				f.Line, f.Column = j.next()
				key, err := j.d.Token()
				if err != nil {
					return v, err
				}
				f.Key, _ = key.(string) // the decoder lets nothing else stand here
				if f.Value, err = j.value(depth + 1); err != nil {
					return v, err
				}
				v.Fields = append(v.Fields, f)
			}
		}
		_, err = j.d.Token()
		return v, err
	}
	return v, nil
}
