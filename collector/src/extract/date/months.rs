//! The names of months in the languages of the press.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Twelve months a line, from January on; forms of one month are divided by `/`. Names that two languages give to different months
/// are left out.
const TABLE: &[&str] = &[
    // English
    "january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec",
    // German, Austrian
    "januar/jänner/jän/jaenner februar/feber märz/maerz/mär/mrz april mai juni juli august september oktober/okt november dezember/dez",
    // French
    "janvier/janv février/fevrier/févr/fév/fevr mars avril/avr mai juin juillet/juil/juill août/aout/aoû septembre octobre novembre décembre/decembre/déc",
    // Spanish
    "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre diciembre/dic",
    // Portuguese
    "janeiro fevereiro/fev março/marco abril maio/mai junho julho agosto setembro outubro/out novembro dezembro/dez",
    // Italian
    "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott novembre dicembre",
    // Catalan, Galician
    "gener/xaneiro febrer/febreiro març abril maig juny/xuño juliol/xullo agost setembre/setembro octubre/outubro novembre desembre/decembro",
    // Dutch
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    // Polish
    "styczeń/stycznia/sty luty/lutego/lut marzec/marca kwiecień/kwietnia/kwi maj/maja czerwiec/czerwca/cze lipiec/lipca/lip sierpień/sierpnia/sie wrzesień/września/wrz październik/października/paź - grudzień/grudnia/gru",
    // Czech
    "leden/ledna únor/února březen/března duben/dubna květen/května červen/června červenec/července srpen/srpna září říjen/října - prosinec/prosince",
    // Slovak
    "január/januára február/februára marec/marca apríl/apríla máj/mája jún/júna júl/júla august/augusta september/septembra október/októbra november/novembra december/decembra",
    // Hungarian
    "január február/febr március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október november december",
    // Romanian
    "ianuarie/ian februarie martie aprilie - iunie/iun iulie/iul august septembrie octombrie noiembrie/noi decembrie",
    // Croatian
    "siječanj/siječnja/sij veljača/veljače/velj ožujak/ožujka/ožu travanj/travnja/tra svibanj/svibnja/svi lipanj/lipnja srpanj/srpnja kolovoz/kolovoza/kol rujan/rujna/ruj listopada - prosinca",
    // Serbian, Bosnian, Slovenian
    "januara/januarja/јануар/јануара februara/februarja/фебруар/фебруара mart/marta/март april/aprila/април/априла maja/maj/мај/маја juna/junija/јун/јуна jula/julija/јул/јула avgust/avgusta/август/августа septembra/септембар/септембра oktobra/октобар/октобра novembra/новембар/новембра decembra/децембар/децембра",
    // Swedish, Danish, Norwegian
    "januari/januar februari/februar mars/marts april maj/mai juni juli augusti/august september oktober/okt november desember/des/december",
    // Finnish
    "tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu marraskuuta/marraskuu joulukuuta/joulukuu",
    // Estonian
    "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    // Latvian
    "janvāris/janvārī/janvāra februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā jūlijs/jūlijā augusts/augustā septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī",
    // Lithuanian
    "sausis/sausio vasaris/vasario kovas/kovo balandis/balandžio gegužė/gegužės birželis/birželio liepa/liepos rugpjūtis/rugpjūčio rugsėjis/rugsėjo spalis/spalio lapkritis/lapkričio gruodis/gruodžio",
    // Turkish
    "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara",
    // Azerbaijani, Uzbek
    "yanvar fevral mart aprel may iyun iyul avqust/avgust sentyabr oktyabr noyabr dekabr",
    // Indonesian, Malay
    "januari februari/pebruari maret/mac april mei juni/jun juli/julai agustus/agt/agu/ogos/ags september oktober/okt november/nopember/nop desember/disember/des",
    // Filipino
    "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    // Icelandic, Afrikaans, Basque, Welsh, Irish
    "janúar/januarie/urtarrilaren/ionawr/eanáir febrúar/februarie/otsailaren/chwefror/feabhra mars/martxoaren/mawrth/márta apríl/apirilaren/ebrill/aibreán maí/maiatzaren/bealtaine júní/junie/ekainaren/mehefin/meitheamh júlí/julie/uztailaren/gorffennaf/iúil ágúst/abuztuaren/awst/lúnasa irailaren/medi/meán_fómhair október/urriaren/hydref/deireadh_fómhair nóvember/azaroaren/tachwedd/samhain abenduaren/rhagfyr/nollaig",
    // Swahili
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    // Albanian
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    // Russian
    "январь/января/янв февраль/февраля/фев/февр март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн июль/июля/июл август/августа/авг сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя/нояб декабрь/декабря/дек",
    // Ukrainian
    "січень/січня/січ лютий/лютого/лют березень/березня/бер квітень/квітня/кві травень/травня/тра червень/червня/чер липень/липня/лип серпень/серпня/сер вересень/вересня/вер жовтень/жовтня/жов листопада/лис грудень/грудня/гру",
    // Belarusian
    "студзень/студзеня люты/лютага сакавік/сакавіка красавік/красавіка май/мая чэрвень/чэрвеня ліпень/ліпеня жнівень/жніўня верасень/верасня кастрычнік/кастрычніка лістапад/лістапада снежань/снежня",
    // Bulgarian, Macedonian
    "януари/јануари/яну февруари март април май/мај юни/јуни юли/јули август септември октомври ноември декември",
    // Greek
    "ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ απριλίου/απρίλιος/απρ μαΐου/μαίου/μάιος/μαϊ ιουνίου/ιούνιος/ιουν ιουλίου/ιούλιος/ιουλ αυγούστου/αύγουστος/αυγ σεπτεμβρίου/σεπτέμβριος/σεπ οκτωβρίου/οκτώβριος/οκτ νοεμβρίου/νοέμβριος/νοε δεκεμβρίου/δεκέμβριος/δεκ",
    // Arabic of Egypt and the Gulf, of the Levant, of the Maghreb
    "يناير/كانون_الثاني/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/ابريل/إبريل/نيسان/أفريل مايو/أيار/ماي يونيو/يونيه/حزيران/جوان يوليو/يوليه/تموز/جويلية/يوليوز أغسطس/اغسطس/آب/أوت/غشت سبتمبر/أيلول/شتنبر أكتوبر/اكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني/نونبر ديسمبر/كانون_الأول/دجنبر",
    // Hebrew
    "ינואר/בינואר פברואר/בפברואר מרץ/במרץ/מרס/במרס אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
    // Persian, Urdu (of the Gregorian year)
    "ژانویه/جنوری فوریه/فروری مارس/مارچ آوریل/اپریل مه/مئی ژوئن/جون ژوئیه/جولائی اوت/اگست سپتامبر/ستمبر اکتبر/اکتوبر نوامبر/نومبر دسامبر/دسمبر",
    // Hindi
    "जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    // Bengali
    "জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    // Marathi, Nepali
    "जानेवारी/जनवरी फेब्रुवारी/फेब्रुअरी मार्च एप्रिल/अप्रिल मे जून/जुन जुलै/जुलाई ऑगस्ट/अगस्ट सप्टेंबर/सेप्टेम्बर ऑक्टोबर/अक्टोबर नोव्हेंबर/नोभेम्बर डिसेंबर/डिसेम्बर",
    // Tamil, Telugu
    "ஜனவரி/జనవరి பிப்ரவரி/ఫిబ్రవరి மார்ச்/మార్చి ஏப்ரல்/ఏప్రిల్ மே/మే ஜூன்/జూన్ ஜூலை/జులై/జూలై ஆகஸ்ட்/ఆగస్టు செப்டம்பர்/సెప్టెంబర్ அக்டோபர்/అక్టోబర్ நவம்பர்/నవంబర్ டிசம்பர்/డిసెంబర్",
    // Kannada, Malayalam
    "ಜನವರಿ/ജനുവരി ಫೆಬ್ರವರಿ/ഫെബ്രുവരി ಮಾರ್ಚ್/മാർച്ച് ಏಪ್ರಿಲ್/ഏപ്രിൽ ಮೇ/മേയ് ಜೂನ್/ജൂൺ ಜುಲೈ/ജൂലൈ ಆಗಸ್ಟ್/ഓഗസ്റ്റ് ಸೆಪ್ಟೆಂಬರ್/സെപ്റ്റംബർ ಅಕ್ಟೋಬರ್/ഒക്ടോബർ ನವೆಂಬರ್/നവംബർ ಡಿಸೆಂಬರ್/ഡിസംബർ",
    // Gujarati, Punjabi
    "જાન્યુઆરી/ਜਨਵਰੀ ફેબ્રુઆરી/ਫ਼ਰਵਰੀ/ਫਰਵਰੀ માર્ચ/ਮਾਰਚ એપ્રિલ/ਅਪ੍ਰੈਲ મે/ਮਈ જૂન/ਜੂਨ જુલાઈ/ਜੁਲਾਈ ઑગસ્ટ/ઓગસ્ટ/ਅਗਸਤ સપ્ટેમ્બર/ਸਤੰਬਰ ઑક્ટોબર/ઓક્ટોબર/ਅਕਤੂਬਰ નવેમ્બર/ਨਵੰਬਰ ડિસેમ્બર/ਦਸੰਬਰ",
    // Thai
    "มกราคม/ม.ค. กุมภาพันธ์/ก.พ. มีนาคม/มี.ค. เมษายน/เม.ย. พฤษภาคม/พ.ค. มิถุนายน/มิ.ย. กรกฎาคม/ก.ค. สิงหาคม/ส.ค. กันยายน/ก.ย. ตุลาคม/ต.ค. พฤศจิกายน/พ.ย. ธันวาคม/ธ.ค.",
    // Georgian, Armenian, Kazakh
    "იანვარი/იანვარს/հունվարի/қаңтар თებერვალი/փետրվարի/ақпан მარტი/მარტს/մարտի/наурыз აპრილი/ապրիլի/сәуір მაისი/მაისს/մայիսի/мамыр ივნისი/հունիսի/маусым ივლისი/հուլիսի/шілде აგვისტო/օգոստոսի/тамыз სექტემბერი/սեպտեմբերի/қыркүйек ოქტომბერი/հոկտեմբերի/қазан ნოემბერი/նոյեմբերի/қараша დეკემბერი/դեկտեմբերի/желтоқсан",
];

/// The months of the Persian solar year, which begins at the spring equinox.
const PERSIAN: &[&str] =
    &["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// A month and the calendar that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    /// 1 to 12.
    Gregorian(i8),
    /// 1 to 12.
    Persian(i8),
}

static NAMES: LazyLock<HashMap<String, Month>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for line in TABLE {
        for (month, forms) in (1..).zip(line.split(' ')) {
            for form in forms.split('/') {
                names.entry(plain(&form.replace('_', " "))).or_insert(Month::Gregorian(month));
            }
        }
    }
    for (month, name) in (1..).zip(PERSIAN) {
        names.entry(plain(name)).or_insert(Month::Persian(month));
    }
    names
});

/// The month that a word in lower case names.
pub(super) fn month(word: &str) -> Option<Month> {
    NAMES.get(word).or_else(|| NAMES.get(&plain(word))).copied()
}

/// Keyboards of Arabic write Persian names with their own Yeh and Kaf, and leave the Hamza of an Alef away.
fn plain(word: &str) -> String {
    let letter = |c| match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'أ' | 'إ' | 'آ' => 'ا',
        c => c,
    };
    word.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_twelve_months_and_none_contradicts_another() {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for line in TABLE {
            assert_eq!(line.split(' ').count(), 12, "{line}");
            for (month, forms) in line.split(' ').enumerate() {
                for form in forms.split('/').filter(|form| *form != "-") {
                    let known = *seen.entry(form).or_insert(month);
                    assert_eq!(known, month, "`{form}` is two months");
                }
            }
        }
        assert_eq!(month("октября"), Some(Month::Gregorian(10)));
        assert_eq!(month("كانون الثاني"), Some(Month::Gregorian(1)));
        assert_eq!(month("شهریور"), Some(Month::Persian(6)));
        assert_eq!((month("تير"), month("تیر")), (Some(Month::Persian(4)), Some(Month::Persian(4))));
    }
}
