//! What an e-mail address is, and how it is written.

use crate::text::Text;

/// The domain that a text ends with, in any letters.
const DOMAIN: &str = "@([a-z0-9.\\x80-\\uffff-]+)\\s*$";
/// An address by HTML's own definition
/// (<https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>), behind white space.
const ADDRESS: &str = "^\\s*([a-z0-9.!#$%&'*+/=?^_`{|}~-]+\
    @[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*)$";
/// Longest address that can be delivered to (RFC 5321, section 4.5.3.1.3, erratum 1690).
const FITS: &str = "^.{1,254}$";

/// The address in its normal form, trimmed and with the domain in lower case and IDN-encoded, or nothing
/// where the text is not an address (F8).
pub fn normalise(text: &Text) -> Option<Text> {
    let domain = text.find(DOMAIN)?.host();
    text.clone().rewrite("[^@]*$").plus(domain).find(ADDRESS)?.find(FITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn f10_addresses_are_trimmed_and_their_domain_lower_cased() {
        for (typed, address) in [
            ("ann@example.com", "ann@example.com"),
            ("  Ann.Lee+news@Example.COM\n", "Ann.Lee+news@example.com"),
            ("o'hara_{1}@mail.example.co.uk", "o'hara_{1}@mail.example.co.uk"),
            ("root@localhost", "root@localhost"),
            (".a..b.@x-1.de", ".a..b.@x-1.de"),
        ] {
            assert_eq!(normalise(&typed.into()), Some(address.into()), "{typed:?}");
        }
    }

    #[test]
    fn f8_the_domain_is_idn_encoded_and_its_length_is_that_of_the_encoding() {
        for (typed, address) in [
            ("ann@müller.de", "ann@xn--mller-kva.de"),
            (" Ann@MÜLLER.de ", "Ann@xn--mller-kva.de"),
            ("Ann@EXAMPLE.com", "Ann@example.com"),
        ] {
            assert_eq!(normalise(&typed.into()), Some(address.into()), "{typed:?}");
        }
        for refused in
            ["ann@example.com/x", "ann@example.com:80", "ann@example.com?x", "änn@example.com"]
        {
            assert_eq!(normalise(&refused.into()), None, "{refused:?}");
        }
        let long = |length| format!("{}@xn--mller-kva.example", "a".repeat(length));
        let typed = |length| long(length).replace("xn--mller-kva", "müller");
        assert_eq!(normalise(&typed(232).as_str().into()), Some(long(232).as_str().into()));
        assert_eq!(long(232).len(), 254);
        assert_eq!(normalise(&typed(233).as_str().into()), None);
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
            assert_eq!(normalise(&text.into()), None, "{text:?}");
        }
        assert!(normalise(&long[1..].into()).is_some(), "254 characters are an address");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn f10_normalising_twice_changes_nothing(text in "[ -~]{0,40}@[A-Za-z0-9.-]{0,40}") {
            if let Some(address) = normalise(&text.as_str().into()) {
                prop_assert_eq!(normalise(&address), Some(address));
            }
        }
    }
}
