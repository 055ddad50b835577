//! What speaks for a registration, and what against it (F4, F5): all that `judge` goes by.
//!
//! A row is two lines. The first has a name and, behind bars, how much the row says in a part of the
//! description, in tenths: for a registration, or with a minus against it. The second is what is
//! looked for there, as a regular expression; in `any` part, it is looked for in all of the
//! description. Words are in the languages of most web pages, written as the description is: in
//! lower case and without accents. Groups are not counted: (?:…).
//!
//! The weights of [`FORMS`] are those of a logistic regression over labelled forms of many sites,
//! rounded; `cargo xtask forms` shows how well they do. Each form was in it four times: as it is, without
//! its names, without the page's title, and without both, as many a page has names for its style alone,
//! and its sign-up in a dialog. What speaks against a registration never speaks for one, and the other
//! way round, but that a link to the sign-up stands beside a log-in. The rows are in the order that packs
//! best.

/// The rows of a table as `judge.rs` reads them, one for each part: what it says in
/// tenths, what it is called, a tab, and the pattern. `src/forms/evidence.js` does the same in the
/// browser.
pub fn rows(table: &str) -> Vec<String> {
    let lines: Vec<&str> = table.split('\n').collect();
    let pairs =
        lines.chunks(2).filter_map(|pair| Some((pair.first()?.split_once('|')?, pair.get(1)?)));
    let rows = pairs.flat_map(|((name, cells), words)| {
        cells.split('|').filter_map(move |cell| {
            let (part, weight) = cell.split_once(' ')?;
            let pattern = match part {
                "any" => (*words).to_owned(),
                _ => format!("(?:^|\\n){part}\\t[^\\n]*(?:{words})"),
            };
            Some(format!("{weight} {name}, {part}\t{pattern}"))
        })
    });
    rows.collect()
}

/// What a form is. Above zero, it is a registration.
pub const FORMS: &str = r#"search|button -7|field -8|form -8|text -7|near -14
\bsearch|\bfind\b|busca|\bsuch[ea]|recherche|\bcerca|\bzoek|szuk|поиск|наити|検索|搜索|查找|\bara\b
message|button -13|head -7|form -8|text -4
contact|messag|enquir|inquir|feedback|support|kontakt|\bnachricht|mensa[gj]|contato|contatt|bericht|wiadomosc|сообщен|обратн|問い合わせ|お問合|联系|留言|iletisim|mesaj|reply|[ck]om+ent|reactie|коммент|コメント|评论|yorum|\bask\b|question|pregunt|frage|vraag|pytan|вопрос|質問|soru
little is known|kept -2
.
the site's owner|said -9999
\bignore\b
alert|button 12|head 10|form 7|text 5|near 5
wait.{0,4}list|(?:early|get|ant).?access|notif(?:y|ied)|(?:keep me|stay) (?:posted|in touch|informed|up)|be the first|in the loop|up.to.date|updates|badz na biezaco|auf dem laufenden|restez|mantente|al dia|fique|resta aggiorn|rimani|blijf op de hoogte|в курсе|kacirma|第一时间|最新情報|vacatur|vacanc|vacante|back in stock|% ?(?:off|rabat|de desc|sconto|korting|オフ)|скидк|coming soon|warteliste|benachrichtig|verfugbar|lista de esper|avv?is[aeo]|(?:job|price|stock|item).{0,6}alert|alert[ae]|en stock|liste d.attente|preven(?:ez|ir)|averti|lista d.attesa|wachtlijst|houd me|powiadom|daj znac|lista oczekuj|ожидан|уведом|сообщи|お知らせ|入荷|候补|到货|通知|内测|haber|bekleme listesi|stok
tick box|any -5
\nfield\t\d+\t(?:checkbox)\t
before all|any -22
^
order|field -8|title -15|text -8
check.?out|\border|payment|billing|shipping|delivery|\bcart\b|card\b|track|pedido|\bpago|pagar|bestell|zahlung|\bkasse|commande|paiement|livraison|compra|ordine|pagament|betal|zamow|platn|заказ|оплат|доставк|注文|支払|購入|订单|付款|结算|siparis|odeme|donat|spende|invoice|\bfactur|rechnung
lead|button 9|head 22|title 9|form 9|text 6|near 2
free.?(?:trial|quote|copy|guide|consult)|(?:try|start).{0,9}free|a quote|request.{0,10}(?:demo|info|a)|\b(?:book|schedule|reserve) (?:a|my|now|your)|save my|\bdemo\b|download|\be.?book|white.?paper|webinar|rsvp|appointment|giveaway|petition|gratis|presupuesto|cita\b|descarg|sorteo|kostenlos|angebot|termin|herunterladen|gewinnspiel|teilnehm|devis|essai|rendez|telecharg|participer|preventivo|appuntament|scarica|gratuit|orcamento|baix[ae]|agendar|报价|询价|offerte|afspraak|aanvragen|proefperiod|wycen|umow|pobierz|wyprobuj|заявк|записаться|скачать|пробн|попробо|демо|консультац|資料請求|無料|体験|申込|申し込|デモ|试用|预约|下载|报名|申请|teklif|randevu|indir|ucretsiz|katil
friend|field -13|head -11|form -5|text -5
friend|invit|recipient|\brefer\b|\bshare [^amy]|ami[cg][aio]|freund|\bami\b|vriend|znajom|друз|друга |другу |友達|友だち|友人|朋友|好友|arkadas|recomm?e|empfehl|polec|send (?:this|to)|tell a|\badd.{0,9}member
a card's value|button -8|head -5|text -5
balance|voucher|gift|coupon|saldo|tarjeta.regalo|gutschein|cadeau|buono|presente|bon.podarunk|сертификат|ギフト|残高|礼品|余额|hediye|bakiye
a code|field -7|title -5
verif|\bcode|codi[cg]|\bkod|код |認証|コード|验证|dogrula|confirm.{0,8}(?:mail|address)|bestatigungs|potwierdz
account|button -10|title -11|text -7
change|update\b|settings|preferenc|profil|\bsave\b|account.?(?:information|data)|cambiar|guardar|andern|speicher|modifi|enregistr|alterar|salvar|salva\b|wijzig|opslaan|zmien|zmian|измен|сохран|настро|変更|保存|修改|degistir|guncelle|kaydet
unsubscribe|button -40|head -30|title -17
unsubscri|opt.?out|(?:cancel|ann?ul).{0,14}(?:subscri|suscri|inscri|iscri|assina)|desuscri|dar.{0,4}de baja|abmeld|abbestell|desabonn|desinscri|descadastr|disiscri|cancella|smett|stop receiv|no longer|afmeld|uitschrij|wypisz|rezygn|отпис|配信停止|解除|退会|退订|取消订|aboneli.{0,12}(?:cik|iptal|sonl)|listeden
consent|button 13|field 12|text 4|near 4
terms|privac|agree|accept|polic[yi]|condi[ct]ion|datenschutz|\bagb\b|confidential|termos|termini|voorwaarden|regulamin|polityk|услов|соглас|конфиденц|規約|プライバシー|同意|条款|隐私|kosul|gizlilik
an address|any 20
\nfield\t\d+\t(?:(?:text|)\t(?:[^\t\n]* )?)?email\t|\nfield\t\d+\t(?:text|email|tel|url|)\t[^\n]*(?:mail|correo|courriel|e.?posta|posta elettr|почт|メール|メアド|邮箱|邮件|郵件|電郵|信箱|[a-z]@[a-z])
newsletter|button 14|field 8|head 16|form 22|near 9|link 5
% ?(?:off|rabat|de desc|sconto|korting|オフ)|скидк|news.?let|subscri|abonn|suscri|boletin|assin(?:e|ar)|mail(?:ing)?.?(?:updates|alert|news|list)|inschrij|nieuwsbrief|zapis.{1,4}sie|biuletyn|подпис|рассыл|メー?ルマガ|購読|订阅|訂閱|电子报|周报|bulten|abone|infolett|lettre d.info|\bletter\b|weekly|every (?:week|month|.{3,6}day)|woche|monat|chaque|settimana|semana|每周|毎週
one password|any -5
\nfield\t\d+\t(?:password)\t
four texts|any 10
(?:\nfield\t\d+\t(?:text|email|tel|number|date|url|)\t[\s\S]*){4}
career|field -9|text -8
career|\bcv\b|resume|curricul|bewerb|candidat|lebenslauf|sollicit|aplikuj|rekrutac|ваканси|резюме|応募|採用|应聘|简历|basvuru|ozgecmis|trabalhe
reset|button -14|head -17|title -6|form -9|text -14
forg[eo]t|lost.?(?:your.?)?pass|(?:reset|restore|new).{0,14}pass|pass.{0,3}reset|recover|olvid|recuper|restab|vergessen|zurucksetz|oubli|reinitial|esquec|redefin|dimentic|reimpost|vergeten|opnieuw|zapomn|odzysk|resetuj|забыл|напомн|восстанов|сброс|忘れ|再設定|再発行|忘记|忘記|重置|找回|unut|sifirla|address assoc|send.{0,12}(?:link|instructions)
texts and password|any 10
\nfield\t\d+\t(?:text|email|tel|number|date|url|)\t[\s\S]*\nfield\t\d+\t(?:text|email|tel|number|date|url|)\t[\s\S]*\nfield\t\d+\t(?:password)\t|\nfield\t\d+\t(?:text|email|tel|number|date|url|)\t[\s\S]*\nfield\t\d+\t(?:password)\t[\s\S]*\nfield\t\d+\t(?:text|email|tel|number|date|url|)\t
new password|any 8
\nfield\t\d+\tpassword\t[^\t]*new
file|any -8
\nfield\t\d+\t(?:file)\t
choice|any 4
\nfield\t\d+\t(?:select one)\t
sign-up|button 16|field 3|head 7|above 3|title 7|form 13|text 8|near -5|link -13
sign.{0,4}up|regist|(?:creat|open|new|set.?up).{0,14}(?:account|profile|login)|\bjoin(?:us)?\b|enrol|rejoi|unete|become a member|get started|inscr[ei][bprsv]|(?:crea|abri)r?.{0,12}(?:cuenta|perfil)|(?:nueva|novo|nouveau).{0,4}(?:cuenta|client|usuario|compte)|cadastr|cri[ae].{0,13}conta|(?:konto|account|profil|kunden).{0,10}(?:erstell|anleg|eroff|maken|olust|zaloz)|neukund|(?:cree[rz]?|ouvr|nouveau).{0,14}compte|iscri|crea.{0,12}(?:account|profilo)|rejestr|(?:zaloz|utworz|stworz|nowe).{0,12}kont|регистр|созда.{0,12}(?:аккаунт|учетн|профил)|登録|入会|新規|注册|註冊|创建.{0,3}(?:账|帐)|kaydol|kayit|uye.?ol|hesap.{0,4}(?:olustur|ac)
the site's owner|said 9999
\bregistration\b
radio|any -6
\nfield\t\d+\t(?:radio)\t
current password|any -20
\nfield\t\d+\t(?:password)\t[^\n]*current
login|button -8|title -5|form -10|text -8
log.?[io]n\b|sign.?in\b|iniciar?.{0,5}sesion|acced|\bacceso|\bentrar|entre\b|einlogg|anmelden|connexion|connecte[rz]|identifi|accesso|inloggen|zaloguj|logowan|воити|вход|авториз|ログイン|サインイン|登录|登錄|登入|giris|oturum|authenti|\bsession
refusal|button -99
cancel|\bclose\b|no,? thank|abbrech|ann?ul|отмен|取消|キャンセル|iptal
long text|any -17
\nfield\t\d+\t(?:textarea)\t
name|any 4
\nfield\t\d+\ttext[^\n]*(?:(?:first|last|full|sur|your) ?name|nombre|apellid|vorname|nachname|prenom|\bnom\b|\bnome|naam\b|imie|nazwisk|имя|фамил|氏名|名前|姓|\bad\b|soyad)
two passwords|any 15
\nfield\t\d+\t(?:password)\t[\s\S]*\nfield\t\d+\t(?:password)\t
two texts|any 2
\nfield\t\d+\t(?:text|email|tel|number|date|url|)\t[\s\S]*\nfield\t\d+\t(?:text|email|tel|number|date|url|)\t"#;

/// How much a field looks like the one for the visitor's own address. The highest is the one.
pub const FIELDS: &str = r#"any text field|any 200
^\d+\t(?:text|email|tel|url|)\t
the site's owner|any 9999
\tmarked$
type|any 40
^\d+\temail\t
autocomplete|any 40
^\d+\t[^\t]*\t(?:[^\t]* )?email\t
newsletter|any 10
^(?:[^\t]*\t){3}[^\t]*(?:newsletter|subscri)
what it is called|any 20
^(?:[^\t]*\t){3}[^\t]*(?:mail|correo|courriel|e.?posta|posta elettr|почт|メール|メアド|邮箱|邮件|郵件|電郵|信箱|[a-z]@[a-z])
locked|any -999
\tlocked\t
without a name|any -5
^(?:[^\t]*\t){3} *\t *\t
what stands beside it|any 10
^(?:[^\t]*\t){5}[^\t]*(?:mail|correo|courriel|e.?posta|posta elettr|почт|メール|メアド|邮箱|邮件|郵件|電郵|信箱|[a-z]@[a-z])
a card's number or a code|any -999
^(?:[^\t]*\t){2}(?:[^\t]* )?(?:cc |one time code)|^(?:[^\t]*\t){3}[^\t]*(?:card ?n[our]|\bcv[vc]|\biban|\botp\b)
somebody else's|any -5
friend|recipient|amig[oa]|freund|\bami\b|amico|vriend|znajom|друг|友|arkadas
its label|any 20
^(?:[^\t]*\t){4}[^\t]*(?:mail|correo|courriel|e.?posta|posta elettr|почт|メール|メアド|邮箱|邮件|郵件|電郵|信箱|[a-z]@[a-z])
user name|any 5
^(?:[^\t]*\t){3}.*(?:user|login|usuario|benutzer|utilis|kullanici|uzytk|логин|пользоват|用户|ユーザ)
repetition|any -60
^(?:[^\t]*\t){3}[^\t]*\t?[^\t]*(?:fake|honey|trap|confirm|repeat|retype|re.?enter|again|verif|check|repet|wieder|bestatig|ripeti|conferma|herhaal|powtorz|повтор|確認|再入力|确认|再次|tekrar|\bre ?e?mail)"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f5_words_are_written_in_letters_that_descriptions_have() {
        // Latin ones with accents, and the Cyrillic two that lose theirs.
        let is_odd = |letter: &char| matches!(letter, '\u{c0}'..='\u{24f}' | 'й' | 'ё');
        let odd: String = [FORMS, FIELDS].concat().chars().filter(is_odd).collect();
        assert_eq!(odd, "");
    }
}
