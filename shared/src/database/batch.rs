//! Statements that go to the database together.

use sea_orm::{ConnectionTrait as _, DbBackend, DbErr, QueryTrait, Statement, Values};

use super::Transaction;

/// The most values of statements that are sent as one. A joined text is prepared and kept for itself,
/// which pays for short ones alone: they come again.
const MOST_VALUES: usize = 1_000;

/// Statements of a transaction of which none needs to know what another one comes to.
///
/// SQLite is sent short ones as one: the way to the thread of a connection and back takes longer than
/// they do. PostgreSQL, which takes one at a time, is sent one after the other.
#[derive(Debug)]
pub struct Batch<'t> {
    transaction: &'t Transaction,
    statements: Vec<Statement>,
}

impl<'t> Batch<'t> {
    /// Begins with none.
    #[must_use]
    pub fn new(transaction: &'t Transaction) -> Self {
        Self {
            transaction,
            statements: Vec::new(),
        }
    }

    /// Returns the transaction, for what has to be known before.
    #[must_use]
    pub fn transaction(&self) -> &'t Transaction {
        self.transaction
    }

    /// Adds what does not ask for rows.
    pub fn add(&mut self, query: &impl QueryTrait) {
        let backend = self.transaction.get_database_backend();
        self.statements.push(query.build(backend));
    }

    /// Carries out all of them, in their order.
    ///
    /// # Errors
    /// Those of the first that fails; the transaction is not to go on then.
    pub async fn execute(self) -> Result<(), DbErr> {
        let statements = match self.transaction.get_database_backend() {
            DbBackend::Sqlite => together(self.statements),
            _ => self.statements,
        };
        for statement in statements {
            self.transaction.carry_out(statement).await?;
        }
        Ok(())
    }
}

/// Joins statements whose values have no numbers, each taking as many of all values as it has
/// places for.
fn together(statements: Vec<Statement>) -> Vec<Statement> {
    let mut joined: Vec<Statement> = Vec::new();
    for statement in statements {
        let fits = |before: &&mut Statement| count(before) + count(&statement) <= MOST_VALUES;
        match joined.last_mut().filter(fits) {
            Some(before) => {
                before.sql = format!("{}; {}", before.sql, statement.sql);
                let values = statement.values.into_iter().flat_map(|values| values.0);
                let before = before.values.get_or_insert_with(|| Values(Vec::new()));
                before.0.extend(values);
            }
            None => joined.push(statement),
        }
    }
    joined
}

fn count(statement: &Statement) -> usize {
    statement.values.as_ref().map_or(0, |values| values.0.len())
}

#[cfg(test)]
mod tests {
    use sea_orm::{ActiveValue::Set, entity::prelude::*};

    use super::*;
    use crate::testing::{TestDatabase, on_each_database};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "batched")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        number: i32,
        words: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    async fn rows(database: &TestDatabase) -> i64 {
        let reads = database.database.reads();
        let count = Statement::from_string(
            reads.get_database_backend(),
            "SELECT COUNT(*) FROM batched WHERE words = 'w' || number",
        );
        let row = reads.query_one_raw(count).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    #[tokio::test]
    async fn all_are_carried_out_with_their_own_values_or_none() {
        on_each_database(async |database: &TestDatabase| {
            let add = async |numbers: Vec<i32>| -> Result<(), DbErr> {
                database
                    .database
                    .write(move |transaction| {
                        Box::pin(async move {
                            transaction
                                .execute_unprepared(
                                    "CREATE TABLE IF NOT EXISTS batched \
                                     (number INTEGER PRIMARY KEY, words TEXT NOT NULL)",
                                )
                                .await?;
                            let mut batch = Batch::new(transaction);
                            for number in numbers {
                                batch.add(&Entity::insert(ActiveModel {
                                    number: Set(number),
                                    words: Set(format!("w{number}")),
                                }));
                            }
                            batch.execute().await
                        })
                    })
                    .await
            };
            add(vec![]).await.unwrap();
            add(vec![1, 2, 3]).await.unwrap();
            assert_eq!(rows(database).await, 3);
            let repeated = add(vec![4, 1, 5]).await;
            assert!(repeated.is_err());
            assert_eq!(rows(database).await, 3, "nothing of it stays");
        })
        .await;
    }
}
