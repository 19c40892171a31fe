//! The names that columns have, and what they tell of what stands below.

use crate::format::words::{Words, without_end, words};

/// Names that columns of one kind have, the more telling ones first.
pub(super) struct Names {
    words: Words,
    /// With which letters they begin, a bit each, by their length in bytes: most others, and nearly all of what is no
    /// header, are told from them at a glance.
    begins: [u32; 32],
}

impl Names {
    const fn of(words: Words) -> Self {
        let mut begins = [0; 32];
        let (mut word, mut at) = (0, 0);
        while word < words.lengths.len() {
            let length = words.lengths[word] as usize;
            begins[length] |= first_letter(words.text.as_bytes()[at]);
            (word, at) = (word + 1, at + length + 1);
        }
        Names { words, begins }
    }

    /// True where this may be one of these names.
    fn may_contain(&self, name: &str) -> bool {
        let letter = name.as_bytes().first().map_or(0, |&letter| first_letter(letter));
        self.begins.get(name.len()).is_some_and(|&begins| begins & letter != 0)
    }

    /// True for one of these names.
    pub fn contain(&self, name: &str) -> bool {
        self.may_contain(name) && self.words.contain(name)
    }

    /// True for one of these names that is long enough to be seen in a longer one.
    fn contain_noun(&self, name: &str) -> bool {
        name.len() >= SHORTEST_NOUN && self.contain(name)
    }

    /// True for a name that ends with such a one.
    fn end_noun(&self, name: &str) -> bool {
        (0..name.len()).filter_map(|at| name.get(at..)).any(|end| self.contain_noun(end))
    }

    /// Those of these columns that may have one of these names, each with its place.
    pub fn among<'a>(&self, columns: impl Iterator<Item = (usize, &'a str)>) -> Vec<(usize, &'a str)> {
        columns.filter(|(_, name)| self.may_contain(name)).collect()
    }

    /// The column that has the most telling of these names.
    pub fn find(&self, columns: &[(usize, &str)]) -> Option<usize> {
        let known = self.among(columns.iter().copied());
        known.iter().filter_map(|&(at, name)| Some((self.position(name)?, at))).min().map(|(_, at)| at)
    }
}

impl std::ops::Deref for Names {
    type Target = Words;

    fn deref(&self) -> &Self::Target {
        &self.words
    }
}

/// The bit of the letter with which a name begins; letters other than those of English have one together.
const fn first_letter(letter: u8) -> u32 {
    match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        0x80..=0xff => 1 << 26,
        _ => 0,
    }
}

/// Names of columns, without case and punctuation; the more telling ones first.
pub(super) const USER: &Names = &Names::of(words!(
    "userid user users uid reviewerid customerid customer custid personid person memberid member listenerid \
    listener readerid reader viewerid viewer visitorid visitor playerid player clientid client buyerid \
    buyer studentid student accountid account username userhash userkey usercode personalcode profilename \
    consumerid participantid participant respondentid respondent raterid rater recommender reviewer \
    reviewedby ratedby authorid nutzer kunde kundennummer leser leitor lector lecteur lettore benutzer \
    utilisateur usuario cliente utente matricula aluno alumno estudiante estudante пользователь 用户id 用户 \
    会员id 会员 ユーザーid 닉네임 사용자 회원 고객 \
    critic profile subscriber borrower patron watcher useremail voterid voter submitterid \
    submitter email emailaddress mail korisnik pengguna peminjam pembeli pelanggan anggota kullanici gebruiker \
    utilizador taster yourname whatisyourname \
    uczen guestid guest learnerid learner renterid renter tenantid tenant patientid patient pessoa \
    persona personne osoba siswa mahasiswa who solicitante requester applicant deputado diputado senador \
    parlamentar legislator evaluador avaliador huesped hospede adherent abonne socio emprunteur acheteur comprador \
    nim 評論者 使用者 用戶 會員 顧客"
));
/// Shortest word for people or items that is seen in a longer name.
const SHORTEST_NOUN: usize = 4;
pub(super) const ITEM: &Names = &Names::of(words!(
    "movieid itemid bookid parentasin asin productid prodid jokeid trackid songid filmid animeid gameid \
    recipeid businessid beerid restaurantid hotelid courseid showid podcastid albumid artistid appid \
    articleid itemcode isbn sku iid item movie film book product joke track song anime game recipe business \
    beer article interest album artist restaurant hotel course podcast artikel artikelnummer produkt buch \
    artistmbid stockcode libro pelicula livre lugar place video produto producto produit filme livro postid \
    post disciplina coddisciplina materia asignatura фильм книга товар 商品id 商品 电影id 电影 图书id 书籍id 书籍isbn 映画 \
    buku knjiga kitap boek produk proizvod urun 영화 도서 상품 공연 jeu juego jogo spiel ristorante \
    cancion chanson canzone paquete barang 店家id 店家 餐廳 電影 書籍"
));
pub(super) const RATING: &Names = &Names::of(words!(
    "rating ratings score scores stars star overall bookrating userrating myrating yourrating reviewscore \
    bewertung sterne rate rui nota calificacion puntuacion thumbsvalue avaliacao puntaje voto estrelas \
    estrellas etoiles stelle classificacao clasificacion оценка 评分 評価 별점 평점 \
    ocena ocjena nilai penilaian skor puan betyg beoordeling evaluation numstars 評分 評價"
));
/// Names of ratings that other things have, too: taken where nothing else is named a rating.
pub(super) const WEAK_RATING: &Names =
    &Names::of(words!("value note grade grades vote like liked points preference"));
/// Ends of names of ratings, and what stands before: a person, an item or one of these.
pub(super) const RATING_ENDS: Words = words!("rating ratings score stars overall");
/// Ends of names of marks that are counted in points.
const POINTS: Words = words!("points point");
pub(super) const BEFORE_RATING: Words =
    words!("star final given explicit total overall pred predicted preference review rating");
pub(super) const COUNT: &Names = &Names::of(words!(
    "plays playcount playcounts weight count counts listens listencount scrobbles quantity qty hours \
    hoursplayed purchases clicks views times n cantidad quantidade quantite menge jumlah kolicina ilosc"
));
pub(super) const TIME: &Names = &Names::of(words!(
    "timestamp time unixreviewtime datetime date ratedat createdat reviewtime reviewdate daterated dateadded \
    ratingdate invoicedate orderdate purchasedate fecha datum zeit zeitstempel waktu tanggal tarih дата время \
    时间 日期 時間"
));
pub(super) const TITLE: &Names = &Names::of(words!(
    "title movietitle booktitle itemtitle producttitle itemname artistname moviename productname trackname \
    name originaltitle itemdescription productdescription titulo titel titre titolo nombre nome nom nama"
));
pub(super) const GENRES: &Names =
    &Names::of(words!("genres genre class categories category maincategory maincat"));
pub(super) const YEAR: &Names = &Names::of(words!(
    "year releaseyear yearofpublication originalpublicationyear publicationyear yearpublished"
));
pub(super) const IMDB: &Names = &Names::of(words!("imdbid imdb imdburl const tconst"));
pub(super) const TMDB: &Names = &Names::of(words!("tmdbid"));
pub(super) const TAG: &Names = &Names::of(words!("tag tags keyword"));
pub(super) const ATTRIBUTES: &Names = &Names::of(words!("age gender sex occupation country"));
pub(super) const ID: &Names = &Names::of(words!("id"));
pub(super) const RELATION: &Names = &Names::of(words!("friendid tagid followerid trusteeid"));
pub(super) const BOOK_RATING: &Names = &Names::of(words!("bookrating"));
pub(super) const DESCRIPTION: &Names = &Names::of(words!("description"));
/// What is to be learned of a user and an item.
pub(super) const LABEL: &Names = &Names::of(words!("label"));
pub(super) const BEST_BOOK: &Names = &Names::of(words!("bestbookid"));

/// All these names, of which only the glance is used.
pub(super) const KNOWN: &Names = &{
    let lists = [
        USER,
        ITEM,
        RATING,
        WEAK_RATING,
        COUNT,
        TIME,
        TITLE,
        GENRES,
        YEAR,
        IMDB,
        TAG,
        ATTRIBUTES,
        ID,
        RELATION,
        BOOK_RATING,
        DESCRIPTION,
        LABEL,
        BEST_BOOK,
        TMDB,
    ];
    let mut begins = [0; 32];
    let mut list = 0;
    while list < lists.len() {
        let mut length = 0;
        while length < begins.len() {
            begins[length] |= lists[list].begins[length];
            length += 1;
        }
        list += 1;
    }
    Names { words: words!(""), begins }
};

/// What many buy, hear or see at one time; where nobody is named, each such is a person.
const OCCASIONS: &Names = &Names::of(words!(
    "order transaction invoice receipt basket cart session ticket bill pedido visit transaksi"
));
/// Words in the names of files of what people did or wanted.
const DEEDS: Words = words!(
    "interac like favo histor purchas order watch view click play listen borrow loan enrol visit checkin \
    check-in vote wish bought sale compra venta venda pedido presta empr transac rental inscri bookmark \
    choice session log events reserv booking progress"
);
/// Ends of names of columns that hold no ratings, whatever their numbers.
const NO_RATINGS: Words = words!(
    "days duration cost price amount percent percentage progress minutes seconds hour minute second month \
    day year total discount precio preco prix preis harga cena valor importe monto size width height \
    position posicion posicao horas iznos cijena kwota betrag montant rank ranking guests invitados index count number id page pages type tipo cluster round idx features \
    prob probability"
);
/// Ends of names of columns that say something of a choice or an item, and of neither who nor what.
pub(super) const NEITHER: Words = words!(
    "status method message comment review reviewtext text summary feedback url link type tipo color colour \
    group city country device sentiment author director brand publisher channel comentario resena opinion \
    language location address nationality nacionalidad nationalite state countrycode zipcode postcode postalcode \
    notes remarks ville ciudad cidade kota"
);

/// Ends of names that say that a column holds ids or names, the more telling ones first.
pub(super) const ID_ENDS: Words = words!("id asin isbn isbn13 isbn10 sku code name title");
/// Ends of names of numbers that only items have.
pub(super) const ITEM_NUMBERS: Words = words!("asin isbn isbn13 isbn10 sku");
/// What stands behind the noun in the names of columns with names.
const NAMES: Words = words!("name title nombre nome nom titulo description");
/// Names that end so and are of neither people nor items.
pub(super) const OTHER_IDS: Words = words!(
    "id sessionid orderid transactionid invoiceid reviewid ratingid rowid recordid tagid friendid followerid \
    trusteeid paid valid gridid categoryid genreid storeid tiendaid sucursalid imdbid tmdbid countryname \
    cityname lastname firstname reviewtitle sellerid vendorid parentid authorname reviewername categoryname \
    checkinid photoid badgeid shopid interactionid feedbackid responseid activityid entryid voteid logid groupid roundid \
    givenname familyname fullname nickname pk"
);

/// A column's name without case, spaces and punctuation, and without the type that RecBole writes behind a
/// colon (`user_id:token`) or others in brackets (`rating (1-5)`).
pub fn column_name(field: &str) -> String {
    // Salesforce ends the names of columns of one's own so.
    let field = field.strip_suffix("__c").or_else(|| field.strip_suffix("__C")).unwrap_or(field);
    let typed = field.rsplit_once(':').filter(|(_, kind)| RECBOLE.contain(kind));
    let field = typed.map_or(field, |(name, _)| name);
    let field = field.find('(').filter(|&at| at > 0).map_or(field, |at| &field[..at]);
    let of = without_id(field);
    let field = of.unwrap_or(field);
    let mut name = String::with_capacity(field.len() + 2);
    let mut words = field.split([' ', '_']).enumerate().peekable();
    while let Some((at, word)) = words.next() {
        // “Título del libro” is the “titulo_libro”.
        if at > 0 && words.peek().is_some() && words!("de del da do du").contain(word) {
            continue;
        }
        for c in word.chars() {
            if c.is_ascii() {
                if c.is_ascii_alphanumeric() {
                    name.push(c.to_ascii_lowercase());
                } else if c == '%' {
                    name.push_str("percent");
                }
            } else if c.is_alphanumeric() {
                name.extend(c.to_lowercase().map(without_accent));
            }
        }
    }
    if of.is_some() {
        name.push_str("id");
    }
    // What was made of an id is one as well: `user_id_encoded`.
    if let Some(of) = MADE.before(&name) {
        name.truncate(of.len());
        name.push_str("id");
    }
    // Parse and MongoDB call ids so.
    if name.len() > "objectid".len() && name.ends_with("objectid") {
        name.truncate(name.len() - "objectid".len());
        name.push_str("id");
    }
    name
}

/// What all of a row or of a column come to.
const SUMS: Words = words!(
    "total totals sum average avg mean summe gesamt durchschnitt mittelwert suma soma moyenne somme totale \
    promedio totaal gemiddelde итого среднее 合計 平均 合计 总计 평균 합계"
);

/// True for the name of what all of a row or of a column come to.
pub(super) fn is_sum(name: &str) -> bool {
    SUMS.iter().any(|word| word.eq_ignore_ascii_case(name.trim()))
}

/// What has the id, where that is said before it: “id_cliente” is the “cliente_id”, and so are the “idCliente” and the
/// “Id. del cliente”.
fn without_id(field: &str) -> Option<&str> {
    if !field.as_bytes().first_chunk::<2>()?.eq_ignore_ascii_case(b"id") {
        return None;
    }
    let lower = field.starts_with("id");
    if let [b'A'..=b'Z', b'a'..=b'z', ..] = field.as_bytes()[2..] {
        return Some(&field[2..]);
    }
    let of = field[2..].trim_start_matches('.');
    let of = of.strip_prefix('_').or_else(|| of.strip_prefix(' ').filter(|_| !lower))?;
    let article =
        of.split_once([' ', '_']).filter(|(word, _)| matches!(*word, "del" | "de" | "do" | "da" | "of"));
    Some(article.map_or(of, |(_, rest)| rest))
}

/// A small letter without what stands above or below it: the `i` of `título`.
fn without_accent(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ą' => 'a',
        'ć' | 'č' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ś' | 'š' | 'ş' => 's',
        'ź'..='ž' => 'z',
        _ => c,
    }
}

/// How the names of ids end that were made of others.
const MADE: Words = words!("idalias idencoded idmapped idhash");

/// Types of RecBole's columns.
const RECBOLE: Words = words!("token float token_seq float_seq");

/// What stands beside the noun in the names of columns with ids, and with what else tells people apart: `client_id` and
/// `id_client`.
pub(super) struct Beside {
    behind: Words,
    before: Words,
}

pub(super) const IDS: Beside =
    Beside { behind: words!("uid id number num no nr"), before: words!("id codigo cod code kode numero") };
pub(super) const PLACES: Beside = Beside { behind: words!("index idx"), before: words!("") };
pub(super) const NAMED: Beside =
    Beside { behind: words!("name email"), before: words!("nom nome nombre nama") };
pub(super) const TITLED: Beside =
    Beside { behind: words!("title 제목 명"), before: words!("titulo titre titolo titel judul") };

/// The one column that holds ids and whose name has such a noun beside that: `reviewed_by_user_id`, `id_usuario`.
/// Two of them are a relation of people or of items, unless the noun is the same: a customer's name and address.
pub(super) fn with_noun(names: &[String], beside: &Beside, nouns: &Names) -> Option<usize> {
    let noun = |at: usize| {
        let name = &names[at];
        let mut before = beside.behind.iter().filter_map(|end| without_end(name, end));
        let mut after = beside.before.iter().filter_map(|begin| name.strip_prefix(begin));
        let before = before.find(|before| nouns.end_noun(before));
        Some((at, before.or_else(|| after.find(|after| nouns.contain_noun(after)))?))
    };
    let mut found = (0..names.len()).filter_map(noun);
    let (at, of) = found.next()?;
    found.all(|(_, other)| other == of).then_some(at)
}

/// The column that says which rows belong to one order, receipt or the like.
pub(in crate::format) fn occasion(names: &[String]) -> Option<usize> {
    with_noun(names, &IDS, OCCASIONS).or_else(|| names.iter().position(|name| OCCASIONS.contain(name)))
}

/// True when a column of this name holds no ratings, whatever its numbers.
pub(super) fn names_no_rating(name: &str) -> bool {
    !names_rating(name)
        && (words!("price discount amount cost time duration").stand_in(name)
            || NO_RATINGS.end(name)
            || RATING_ENDS.end(name))
}

/// True when a column beside this one of ids holds the names of the same things: `plato_nombre` beside `plato_id`.
pub(super) fn has_name(names: &[String], id: usize) -> bool {
    let Some(of) = names[id].strip_suffix("id").filter(|of| !of.is_empty()) else { return false };
    let is_name = |name: &String| name.strip_prefix(of).is_some_and(|rest| NAMES.contain(rest));
    names.iter().any(is_name)
}

/// What has the id or the name.
pub(super) fn stem(name: &str) -> &str {
    ID_ENDS.before(name).unwrap_or(name)
}

pub(super) fn begins_as_mean(name: &str) -> bool {
    words!("average avg mean").begin(name) || name.contains("average")
}

/// True when a column of this name holds means of ratings.
pub(super) fn names_mean(name: &str) -> bool {
    begins_as_mean(name) && ends_as_rating(name)
}

fn ends_as_rating(name: &str) -> bool {
    RATING_ENDS.end(name) || POINTS.end(name) || name.ends_with("value")
}

/// True when a column of this name holds some rating.
pub(in crate::format) fn names_rating(name: &str) -> bool {
    // What all think says nothing of one person.
    (!begins_as_mean(name) && ends_as_rating(name))
        || name.starts_with("points")
        || (name.starts_with("rating") && !NO_RATINGS.end(name))
}

/// True when a column of this name holds the rating of an item as a whole, or what somebody gave it.
pub(in crate::format) fn names_overall(name: &str) -> bool {
    let before = RATING_ENDS.before(name).or_else(|| POINTS.before(name));
    before.is_some_and(|before| USER.contain(before) || ITEM.contain(before) || BEFORE_RATING.contain(before))
        || words!("note nota").behind(name).is_some_and(|of| ITEM.contain(of))
}

/// True when a column of this name may hold ratings, as well as other things.
pub(in crate::format) fn names_weakly(name: &str) -> bool {
    WEAK_RATING.contain(name) || LABEL.contain(name)
}

/// True for the ids of what the file lists: `id_event` in `events.csv`.
pub(super) fn is_called_as(name: &str, stem: &str) -> bool {
    let of = name.strip_suffix("id").filter(|of| of.len() >= SHORTEST_NOUN);
    of.is_some_and(|of| stem.contains(of))
}

/// True for a bare word for names, which people have as well as items.
pub(super) fn is_bare_name(name: &str) -> bool {
    name == "name" || NAMED.before.contain(name)
}

/// True for the first columns of a form's answers: when somebody gave them, in some languages, or from when to when.
#[inline(never)]
pub(super) fn is_form(names: &[String]) -> bool {
    const WHEN: Words = words!("timestamp marcatemporal carimbodatahora zeitstempel horodateur");
    names.first().is_some_and(|name| WHEN.contain(name))
        || names.get(2).is_some_and(|name| name == "completiontime")
}

/// True when a file is called by what people did.
#[inline(never)]
pub(super) fn names_deeds(stem: &str) -> bool {
    DEEDS.iter().any(|word| stem.contains(word))
}

/// True when a file is called by what people gave.
pub(in crate::format) fn names_marks(stem: &str) -> bool {
    words!("rating score vote matrix").stand_in(stem)
}

/// True when a column of this name holds people who are given marks themselves.
pub(super) fn names_student(name: &str) -> bool {
    words!("student alumn aluno estud matric pupil").begin(name)
}

/// True when a column of this name may hold results as well as what people think: a score or a grade, and no rating.
pub(super) fn may_be_result(name: &str) -> bool {
    !words!("rat star review like prefer").stand_in(name)
}

/// What stands before the number at the end of a name: `rating` of `rating2`.
pub(super) fn before_number(name: &str) -> Option<&str> {
    let before = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (before.len() < name.len()).then_some(before)
}

/// True when a column of this name holds counts.
pub(super) fn names_count(name: &str) -> bool {
    COUNT.contain(name)
}

/// How names of counts begin.
const COUNTED: Words = words!("jumlah quantity cantidad quantidade");

/// True for `watch_count`, `num_plays` and `jumlah_tiket`, and not for what others say of an item.
#[inline(never)]
pub(in crate::format) fn says_count(name: &str) -> bool {
    let others = words!("review rating vote helpful like comment word user");
    let before = words!("count plays listens views purchases").before(name);
    // Accounts and discounts are no counts.
    let word = |before: &str| before.ends_with("ac") || before.ends_with("dis");
    before.is_some_and(|before| !word(before) && !others.stand_in(before)) || COUNTED.begin(name)
}

/// True when a column of this name surely holds people: such a noun, or their ids.
#[inline(never)]
pub(super) fn names_user(name: &str) -> bool {
    is_or_has_id(name, USER)
}

/// True when a column of this name surely holds items: such a noun, or their ids.
#[inline(never)]
pub(super) fn names_item(name: &str) -> bool {
    is_or_has_id(name, ITEM)
}

/// True when such a noun stands at the end of what has the id or the name: `beer.beer_name`.
pub(in crate::format) fn ends_as_item(name: &str) -> bool {
    names_item(name) || ITEM.end_noun(stem(name))
}

/// True when this is one of the nouns, or the name of their ids.
fn is_or_has_id(name: &str, nouns: &Names) -> bool {
    let mut before = IDS.behind.iter().filter_map(|end| without_end(name, end));
    nouns.contain(name) || before.any(|before| nouns.contain(before))
}
