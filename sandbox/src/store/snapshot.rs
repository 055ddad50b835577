//! All tables at once, whatever they hold.

use rusqlite::types::ValueRef;
use serde_json::{Map, Value, json};

use super::Tx;
use super::smtp::MASK;
use crate::envelope::ApiError;

/// All rows of all tables: names of tables to lists of rows. Passwords are masked.
pub fn snapshot(tx: &Tx<'_>) -> Result<Value, ApiError> {
    let mut all = Map::new();
    for table in tables(tx)? {
        let mut select = tx.prepare(&format!("SELECT * FROM {table}"))?;
        let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
        let rows = select.query_map([], |row| {
            let cell = |(index, name): (usize, &String)| {
                let value = if name == "smtp_password" {
                    MASK.into()
                } else {
                    to_json(row.get_ref(index)?)
                };
                Ok((name.clone(), value))
            };
            columns.iter().enumerate().map(cell).collect::<rusqlite::Result<Map<_, _>>>()
        })?;
        let rows: Vec<_> = rows.map(|row| row.map(Value::Object)).collect::<Result<_, _>>()?;
        all.insert(table, rows.into());
    }
    Ok(all.into())
}

/// Leaves no row but the sandbox's own, and has ids begin again at 1.
pub(super) fn clear(tx: &Tx<'_>) -> rusqlite::Result<()> {
    // Rows go before those that they refer to only at the end of the transaction.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    for table in tables(tx)? {
        if table == "sandbox" {
            tx.execute("UPDATE sandbox SET seeded = 0", [])?;
        } else {
            tx.execute(&format!("DELETE FROM {table}"), [])?;
        }
    }
    tx.execute("DELETE FROM sqlite_sequence", [])?;
    Ok(())
}

fn tables(tx: &Tx<'_>) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    tx.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

fn to_json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into(),
    }
}
