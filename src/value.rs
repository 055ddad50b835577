//! Values that JavaScript hands over, as they are: what the arguments of a call are made of.
//!
//! In WebAssembly a value is a number, as a text is (`text`), by which `value.js` knows it. On the
//! host it is an enumeration, for tests.

#[cfg(not(target_arch = "wasm32"))]
pub use host::Value;
#[cfg(target_arch = "wasm32")]
pub use wasm::Value;

#[cfg(target_arch = "wasm32")]
mod wasm {
    use wasm_bindgen::prelude::*;

    use crate::text::Text;

    /// A value.
    #[derive(Debug)]
    pub struct Value(pub(crate) i32);

    #[wasm_bindgen(module = "/src/value.js")]
    extern "C" {
        fn kind(value: i32) -> i32;
        fn get(value: i32, name: i32) -> i32;
        fn names(value: i32) -> i32;
        fn size(value: i32) -> f64;
        fn item(list: i32, place: i32) -> i32;
        fn encoded(value: i32) -> i32;
    }

    impl Value {
        /// What it is: `string`, `number`, `boolean`, `array`, `object`, `null`, or another word of
        /// JavaScript's `typeof`.
        pub fn kind(&self) -> Text {
            Text::made(kind(self.0))
        }

        /// A field's value; `undefined` where there is none.
        pub fn get(&self, name: &Text) -> Value {
            Value(get(self.0, name.number()))
        }

        /// The names of its fields, as a list, without those that are `undefined`.
        pub fn names(&self) -> Value {
            Value(names(self.0))
        }

        /// A number's value; how many characters or items a text or a list has; 0 for all others.
        pub fn size(&self) -> f64 {
            size(self.0)
        }

        /// What stands at a place of a list.
        pub fn item(&self, place: i32) -> Value {
            Value(item(self.0, place))
        }

        /// A text, as it is.
        pub fn text(&self) -> Text {
            Text::made(self.0)
        }

        /// A text, a number or a boolean, as a part of a URL.
        pub fn encoded(&self) -> Text {
            Text::made(encoded(self.0))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::fmt::Write;

    use crate::text::Text;

    /// A value.
    #[derive(Debug, Clone, PartialEq)]
    #[allow(missing_docs, reason = "they are JavaScript's")]
    pub enum Value {
        Undefined,
        Null,
        Boolean(bool),
        Number(f64),
        String(String),
        Array(Vec<Value>),
        Object(Vec<(String, Value)>),
        /// A big integer, a function or a symbol.
        Other(&'static str),
    }

    impl Value {
        /// What it is: `string`, `number`, `boolean`, `array`, `object`, `null`, or another word of
        /// JavaScript's `typeof`.
        pub fn kind(&self) -> Text {
            let kind = match self {
                Value::Undefined => "undefined",
                Value::Null => "null",
                Value::Boolean(_) => "boolean",
                Value::Number(_) => "number",
                Value::String(_) => "string",
                Value::Array(_) => "array",
                Value::Object(_) => "object",
                Value::Other(kind) => kind,
            };
            kind.into()
        }

        /// A field's value; `undefined` where there is none.
        pub fn get(&self, name: &Text) -> Value {
            let Value::Object(fields) = self else { return Value::Undefined };
            let found = fields.iter().find(|(field, _)| *field == name.0);
            found.map_or(Value::Undefined, |(_, value)| value.clone())
        }

        /// The names of its fields, as a list, without those that are `undefined`.
        pub fn names(&self) -> Value {
            let Value::Object(fields) = self else { return Value::Array(Vec::new()) };
            let given = fields.iter().filter(|(_, value)| *value != Value::Undefined);
            Value::Array(given.map(|(name, _)| Value::String(name.clone())).collect())
        }

        /// A number's value; how many characters or items a text or a list has; 0 for all others.
        pub fn size(&self) -> f64 {
            match self {
                Value::Number(number) => *number,
                Value::String(text) => text.chars().count() as f64,
                Value::Array(items) => items.len() as f64,
                _ => 0.0,
            }
        }

        /// What stands at a place of a list.
        pub fn item(&self, place: i32) -> Value {
            let Value::Array(items) = self else { return Value::Undefined };
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            items.get(place).cloned().unwrap_or(Value::Undefined)
        }

        /// A text, as it is.
        pub fn text(&self) -> Text {
            Text(match self {
                Value::String(text) => text.clone(),
                _ => String::new(),
            })
        }

        /// A text, a number or a boolean, as a part of a URL.
        pub fn encoded(&self) -> Text {
            let plain = match self {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Boolean(flag) => flag.to_string(),
                _ => String::new(),
            };
            let mut encoded = String::new();
            for byte in plain.bytes() {
                if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
                    encoded.push(char::from(byte));
                } else {
                    let _ = write!(encoded, "%{byte:02X}");
                }
            }
            Text(encoded)
        }
    }
}
