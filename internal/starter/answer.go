package starter

import (
	"fmt"

	"annexa/internal/config"
	"annexa/internal/language"
)

// domain is the form of a host's name with at least two labels, in letters of
// any script (RFC 1034, 3.5; RFC 5890, 2.3.2.1).
var domain = pattern(`^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$`)

// CheckDomain says why mail addresses cannot end in an answer.
func CheckDomain(answer string) error {
	if !domain().MatchString(answer) {
		return fmt.Errorf("%q is no domain of mail addresses: write it as example.org", answer)
	}
	return nil
}

// CheckLanguage says why an answer is no language of a site.
func CheckLanguage(answer string) error {
	switch {
	case !config.IsLanguage(answer):
		return fmt.Errorf("%q is no tag of a language: write it as en-GB or de", answer)
	case !language.Known(answer):
		return fmt.Errorf("%q is no language that is known: write its tag, such as en-GB or de", answer)
	}
	return nil
}
