//! Statements that go to the database together.

use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, QueryTrait, Statement, Values,
};

/// The most values of statements that are sent as one. Each such text is prepared and kept as it is;
/// long statements come in one length, by themselves.
const MOST_VALUES: usize = 1_000;

/// Statements of a transaction of which none needs to know what another one comes to.
///
/// SQLite is sent as many of them as one as is sensible: the way to the thread of a connection and back takes longer
/// than most statements do. PostgreSQL, which takes one at a time, is sent one after the other.
#[derive(Debug)]
pub struct Batch<'t> {
    transaction: &'t DatabaseTransaction,
    statements: Vec<Statement>,
}

impl<'t> Batch<'t> {
    /// Begins with none.
    #[must_use]
    pub fn new(transaction: &'t DatabaseTransaction) -> Self {
        Self {
            transaction,
            statements: Vec::new(),
        }
    }

    /// Returns the transaction, for what has to be known before.
    #[must_use]
    pub fn transaction(&self) -> &'t DatabaseTransaction {
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
            self.transaction.execute_raw(statement).await?;
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
    use sea_orm::{DbErr, sea_query::Expr, sea_query::Query};

    use super::*;
    use crate::testing::{TestDatabase, on_each_database};

    /// A statement for `Batch::add`.
    struct Insert(i32, &'static str);

    impl QueryTrait for Insert {
        type QueryStatement = sea_orm::sea_query::InsertStatement;

        fn query(&mut self) -> &mut Self::QueryStatement {
            unreachable!("nothing changes it")
        }

        fn as_query(&self) -> &Self::QueryStatement {
            unreachable!("it is built here")
        }

        fn into_query(self) -> Self::QueryStatement {
            unreachable!("nothing takes it")
        }

        fn build(&self, backend: DbBackend) -> Statement {
            let mut insert = Query::insert();
            insert
                .into_table("batched")
                .columns(["number", "words"])
                .values_panic([Expr::value(self.0), Expr::value(self.1)]);
            backend.build(&insert)
        }
    }

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
            let add = async |rows: Vec<Insert>| -> Result<(), DbErr> {
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
                            for row in &rows {
                                batch.add(row);
                            }
                            batch.execute().await
                        })
                    })
                    .await
            };
            add(vec![]).await.unwrap();
            add(vec![Insert(1, "w1"), Insert(2, "w2"), Insert(3, "w3")])
                .await
                .unwrap();
            assert_eq!(rows(database).await, 3);
            let repeated = add(vec![Insert(4, "w4"), Insert(1, "w1"), Insert(5, "w5")]).await;
            assert!(repeated.is_err());
            assert_eq!(rows(database).await, 3, "nothing of it stays");
        })
        .await;
    }
}
