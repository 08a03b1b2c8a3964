package search

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// fold appends a word without its accents: in lower case, é as e, ß as ss. The
// script folds what is typed in the same way (NFD, without U+0300 to U+036F,
// and the letters of spelt).
func fold(dst, word []byte) []byte {
	for i := 0; i < len(word); {
		if c := word[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(word[i:])
		i += n
		r = unicode.ToLower(r)
		if isAccent(r) || r == softHyphen {
			continue
		}
		if base, ok := bases()[r]; ok {
			r = base
		}
		if letters, ok := spelt[r]; ok {
			dst = append(dst, letters...)
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// isAccent says that a character stands on or below the letter before it.
func isAccent(r rune) bool { return r >= 0x300 && r <= 0x36f }

// spelt are letters that no accent makes, as they are spelt without them.
var spelt = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", 'ς': "σ"}

// bases are the letters that accents are taken from, as Unicode decomposes
// them.
var bases = sync.OnceValue(func() map[rune]rune {
	all := []rune(accented)
	out := make(map[rune]rune, len(all)/2)
	for i := 0; i < len(all); i += 2 {
		out[all[i]] = all[i+1]
	}
	return out
})

// accented are the small letters with accents, each before the one without:
// Latin, Greek and Cyrillic.
const accented = "\u0374\u02b9\u1fbe\u03b9" +
	"àaáaâaãaäaåaçcèeéeêeëeìiíiîiïiñnòoóoôoõoöoùuúuûuüuýyÿyāaăaąaćcĉcċcčcďdēeĕeėeęeěe" +
	"ĝgğgġgģgĥhĩiīiĭiįiĵjķkĺlļlľlńnņnňnōoŏoőoŕrŗrřrśsŝsşsšsţtťtũuūuŭuůuűuųuŵwŷyźzżzžz" +
	"ơoưuǎaǐiǒoǔuǖuǘuǚuǜuǟaǡaǣæǧgǩkǫoǭoǯʒǰjǵgǹnǻaǽæǿøȁaȃaȅeȇeȉiȋiȍoȏoȑrȓrȕuȗușsțtȟhȧa" +
	"ȩeȫoȭoȯoȱoȳyΐιάαέεήηίιΰυϊιϋυόούυώωϓϒϔϒйиѐеёеѓгїіќкѝиўуѷѵӂжӑаӓаӗеӛәӝжӟзӣиӥиӧоӫөӭэ" +
	"ӯуӱуӳуӵчӹыḁaḃbḅbḇbḉcḋdḍdḏdḑdḓdḕeḗeḙeḛeḝeḟfḡgḣhḥhḧhḩhḫhḭiḯiḱkḳkḵkḷlḹlḻlḽlḿmṁmṃmṅn" +
	"ṇnṉnṋnṍoṏoṑoṓoṕpṗpṙrṛrṝrṟrṡsṣsṥsṧsṩsṫtṭtṯtṱtṳuṵuṷuṹuṻuṽvṿvẁwẃwẅwẇwẉwẋxẍxẏyẑzẓzẕz" +
	"ẖhẗtẘwẙyẛſạaảaấaầaẩaẫaậaắaằaẳaẵaặaẹeẻeẽeếeềeểeễeệeỉiịiọoỏoốoồoổoỗoộoớoờoởoỡoợoụu" +
	"ủuứuừuửuữuựuỳyỵyỷyỹyἀαἁαἂαἃαἄαἅαἆαἇαἐεἑεἒεἓεἔεἕεἠηἡηἢηἣηἤηἥηἦηἧηἰιἱιἲιἳιἴιἵιἶιἷι" +
	"ὀοὁοὂοὃοὄοὅοὐυὑυὒυὓυὔυὕυὖυὗυὠωὡωὢωὣωὤωὥωὦωὧωὰαάαὲεέεὴηήηὶιίιὸοόοὺυύυὼωώωᾀαᾁαᾂαᾃα" +
	"ᾄαᾅαᾆαᾇαᾐηᾑηᾒηᾓηᾔηᾕηᾖηᾗηᾠωᾡωᾢωᾣωᾤωᾥωᾦωᾧωᾰαᾱαᾲαᾳαᾴαᾶαᾷαῂηῃηῄηῆηῇηῐιῑιῒιΐιῖιῗιῠυῡυ" +
	"ῢυΰυῤρῥρῦυῧυῲωῳωῴωῶωῷω"
