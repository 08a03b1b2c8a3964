package sign

import "encoding/asn1"

type oid = asn1.ObjectIdentifier

// Object identifiers of RFC 5652 (CMS), 5035 (signing certificate), 3161
// (time-stamps), 5754, 4055 and 5758 (algorithms).
var (
	oidData        = oid{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData  = oid{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo     = oid{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidContentType = oid{1, 2, 840, 113549, 1, 9, 3}
	oidSigningTime = oid{1, 2, 840, 113549, 1, 9, 5}
	oidDigest      = oid{1, 2, 840, 113549, 1, 9, 4}
	oidCertificate = oid{1, 2, 840, 113549, 1, 9, 16, 2, 12} // signing-certificate, SHA-1
	oidCertV2      = oid{1, 2, 840, 113549, 1, 9, 16, 2, 47} // signing-certificate-v2
	oidTimeStamp   = oid{1, 2, 840, 113549, 1, 9, 16, 2, 14}

	oidSHA256 = oid{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384 = oid{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512 = oid{2, 16, 840, 1, 101, 3, 4, 2, 3}

	oidRSA       = oid{1, 2, 840, 113549, 1, 1, 1}
	oidMGF1      = oid{1, 2, 840, 113549, 1, 1, 8}
	oidPSS       = oid{1, 2, 840, 113549, 1, 1, 10}
	oidRSASHA256 = oid{1, 2, 840, 113549, 1, 1, 11}
	oidRSASHA384 = oid{1, 2, 840, 113549, 1, 1, 12}
	oidRSASHA512 = oid{1, 2, 840, 113549, 1, 1, 13}

	oidECDSASHA256 = oid{1, 2, 840, 10045, 4, 3, 2}
	oidECDSASHA384 = oid{1, 2, 840, 10045, 4, 3, 3}
	oidECDSASHA512 = oid{1, 2, 840, 10045, 4, 3, 4}
)
