package sign

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/scrypt"
)

// Object identifiers of encrypted private keys: RFC 8018, appendix C, RFC 7914,
// 7, and those of AES in CBC mode.
var (
	oidPBES2     = oid{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2    = oid{1, 2, 840, 113549, 1, 5, 12}
	oidScrypt    = oid{1, 3, 6, 1, 4, 1, 11591, 4, 11}
	oidTripleDES = oid{1, 2, 840, 113549, 3, 7}
	oidAES128    = oid{2, 16, 840, 1, 101, 3, 4, 1, 2}
	oidAES192    = oid{2, 16, 840, 1, 101, 3, 4, 1, 22}
	oidAES256    = oid{2, 16, 840, 1, 101, 3, 4, 1, 42}
)

// What deriving a key from a password may cost: a file must not keep a build busy
// for hours, or take all memory.
const (
	maxIterations   = 2_000_000
	maxScryptMemory = 256 << 20 // 128·N·r, in bytes
	maxScryptLanes  = 16
)

var errPKCS8 = errors.New("the encrypted key is malformed")

// decryptPKCS8 opens an EncryptedPrivateKeyInfo (RFC 5958, 3) by PBES2 and returns
// the PrivateKeyInfo. A password that does not open it is ErrPassword.
func decryptPKCS8(raw []byte, password string) ([]byte, error) {
	input := cryptobyte.String(raw)
	var info, scheme, params, kdf, encryption, data cryptobyte.String
	var id oid
	if !input.ReadASN1(&info, der.SEQUENCE) || !input.Empty() ||
		!info.ReadASN1(&scheme, der.SEQUENCE) || !scheme.ReadASN1ObjectIdentifier(&id) ||
		!info.ReadASN1(&data, der.OCTET_STRING) || !info.Empty() {
		return nil, errPKCS8
	}
	if !id.Equal(oidPBES2) {
		return nil, fmt.Errorf("a key encrypted by %s cannot be read: write it anew with openssl pkcs8 -topk8 -v2 aes256", id)
	}
	if !scheme.ReadASN1(&params, der.SEQUENCE) || !params.ReadASN1(&kdf, der.SEQUENCE) || !params.ReadASN1(&encryption, der.SEQUENCE) {
		return nil, errPKCS8
	}
	block, length, iv, err := readCipher(encryption)
	if err != nil {
		return nil, err
	}
	key, err := deriveKey(kdf, password, length)
	if err != nil {
		return nil, err
	}
	c, err := block(key)
	if err != nil {
		return nil, err
	}
	if len(iv) != c.BlockSize() || len(data) == 0 || len(data)%c.BlockSize() != 0 {
		return nil, errPKCS8
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(c, iv).CryptBlocks(out, data)
	return unpad(out, c.BlockSize())
}

// readCipher reads the AlgorithmIdentifier of a cipher in CBC mode.
func readCipher(s cryptobyte.String) (block func([]byte) (cipher.Block, error), length int, iv []byte, err error) {
	var id oid
	if !s.ReadASN1ObjectIdentifier(&id) || !s.ReadASN1Bytes(&iv, der.OCTET_STRING) {
		return nil, 0, nil, errPKCS8
	}
	switch {
	case id.Equal(oidAES128):
		return aes.NewCipher, 16, iv, nil
	case id.Equal(oidAES192):
		return aes.NewCipher, 24, iv, nil
	case id.Equal(oidAES256):
		return aes.NewCipher, 32, iv, nil
	case id.Equal(oidTripleDES):
		return des.NewTripleDESCipher, 24, iv, nil
	}
	return nil, 0, nil, fmt.Errorf("a key encrypted with cipher %s cannot be read: write it anew with openssl pkcs8 -topk8 -v2 aes256", id)
}

// deriveKey derives a key of so many bytes by PBKDF2 (RFC 8018, A.2) or scrypt
// (RFC 7914, 7.1).
func deriveKey(s cryptobyte.String, password string, length int) ([]byte, error) {
	var id oid
	var params cryptobyte.String
	var salt []byte
	if !s.ReadASN1ObjectIdentifier(&id) || !s.ReadASN1(&params, der.SEQUENCE) || !params.ReadASN1Bytes(&salt, der.OCTET_STRING) {
		return nil, errPKCS8
	}
	switch {
	case id.Equal(oidPBKDF2):
		var iterations int
		if !params.ReadASN1Integer(&iterations) || iterations < 1 || params.PeekASN1Tag(der.INTEGER) && !params.SkipASN1(der.INTEGER) {
			return nil, errPKCS8
		}
		if iterations > maxIterations {
			return nil, fmt.Errorf("the key wants %d rounds to open it, more than %d", iterations, maxIterations)
		}
		prf, err := readPRF(params)
		if err != nil {
			return nil, err
		}
		return pbkdf2.Key(prf, password, salt, iterations, length)
	case id.Equal(oidScrypt):
		var n, r, p int
		if !params.ReadASN1Integer(&n) || !params.ReadASN1Integer(&r) || !params.ReadASN1Integer(&p) || n < 2 || r < 1 || p < 1 {
			return nil, errPKCS8
		}
		if n > maxScryptMemory/128 || r > maxScryptMemory/128/n || p > maxScryptLanes {
			return nil, errors.New("the key wants more memory to open it than the limit allows")
		}
		return scrypt.Key([]byte(password), salt, n, r, p, length)
	}
	return nil, fmt.Errorf("a key whose password goes through %s cannot be read", id)
}

// readPRF reads the pseudo-random function of PBKDF2; HMAC with SHA-1 if none is
// named.
func readPRF(s cryptobyte.String) (func() hash.Hash, error) {
	if s.Empty() {
		return sha1.New, nil
	}
	var seq cryptobyte.String
	var id oid
	if !s.ReadASN1(&seq, der.SEQUENCE) || !s.Empty() || !seq.ReadASN1ObjectIdentifier(&id) {
		return nil, errPKCS8
	}
	for _, prf := range []struct {
		last int
		make func() hash.Hash
	}{{7, sha1.New}, {9, sha256.New}, {10, sha512.New384}, {11, sha512.New}} {
		if id.Equal(oid{1, 2, 840, 113549, 2, prf.last}) {
			return prf.make, nil
		}
	}
	return nil, fmt.Errorf("a key whose password goes through %s cannot be read", id)
}

// unpad takes the padding of RFC 8018, 6.1.1, off. A wrong password leaves none
// that fits, or, once in 256 times, nonsense that is no key either.
func unpad(data []byte, size int) ([]byte, error) {
	n := int(data[len(data)-1])
	if n < 1 || n > size {
		return nil, ErrPassword
	}
	for _, c := range data[len(data)-n:] {
		if int(c) != n {
			return nil, ErrPassword
		}
	}
	return data[:len(data)-n], nil
}
