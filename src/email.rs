//! What an e-mail address is, and how it is written.

/// Longest address that can be delivered to, in characters (RFC 5321, section 4.5.3.1.3,
/// erratum 1690).
const MAX_LENGTH: usize = 254;
/// Longest label of a domain, in characters (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// The address in its normal form, trimmed and with the domain in lower case, or nothing where the
/// text is not an address by HTML's own definition
/// (<https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>).
pub fn normalise(text: &str) -> Option<String> {
    let text = text.trim_ascii();
    let at = text.bytes().rposition(|byte| byte == b'@')?;
    let (local, domain) = text.as_bytes().split_at(at);
    let is_address = text.len() <= MAX_LENGTH
        && !local.is_empty()
        && local
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(byte))
        && domain[1..].split(|&byte| byte == b'.').all(is_label);
    is_address.then(|| {
        let mut address = text.to_owned();
        address[at..].make_ascii_lowercase();
        address
    })
}

fn is_label(label: &[u8]) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && label.first() != Some(&b'-')
        && label.last() != Some(&b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn f10_addresses_are_trimmed_and_their_domain_lower_cased() {
        for (typed, address) in [
            ("ann@example.com", "ann@example.com"),
            ("  Ann.Lee+news@Example.COM\n", "Ann.Lee+news@example.com"),
            ("o'hara_{1}@mail.example.co.uk", "o'hara_{1}@mail.example.co.uk"),
            ("root@localhost", "root@localhost"),
            (".a..b.@x-1.de", ".a..b.@x-1.de"),
        ] {
            assert_eq!(normalise(typed).as_deref(), Some(address), "{typed:?}");
        }
    }

    #[test]
    fn f3_what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(243));
        let label = format!("a@{}.com", "b".repeat(64));
        let refused = [
            "",
            " ",
            "ann",
            "@",
            "ann@",
            "@example.com",
            "a b@example.com",
            "a@b@example.com",
            "a@example..com",
            "a@.example.com",
            "a@example.com.",
            "a@-example.com",
            "a@example-.com",
            "a@exa_mple.com",
            "Ann <ann@example.com>",
            "a@[127.0.0.1]",
            "a,b@example.com",
            &long,
            &label,
        ];
        for text in refused {
            assert_eq!(normalise(text), None, "{text:?}");
        }
        assert!(normalise(&long[1..]).is_some(), "254 characters are an address");
    }

    proptest! {
        #[test]
        fn f10_normalising_twice_changes_nothing(text in "[ -~]{0,40}@[A-Za-z0-9.-]{0,40}") {
            if let Some(address) = normalise(&text) {
                prop_assert_eq!(normalise(&address), Some(address));
            }
        }
    }
}
