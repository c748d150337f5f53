//! How a filtered list is read, decided by what the indexes hold.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult};
use taskflow_shared::ids::UserId;

use super::{keys::Status, query::ListQuery, runs, sources::Source, sql::Sql};
use crate::domain::{Condition, StatusFilter, Tree};

/// As many tasks are read and put in order; where there are more, reading them in order fills a
/// page after fewer.
pub(super) const FEW: u64 = 4_000;
/// As many are hardly more work than the other ways would be.
const FEWEST: u64 = 300;

/// How one half of a list is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Half<'f> {
    pub(super) status: Status,
    pub(super) way: Way<'f>,
}

/// How the tasks of one status are read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way<'f> {
    /// All that meet one of these; then those are sorted.
    Few(Vec<Source<'f>>),
    /// In order, until the page is full.
    InOrder {
        /// The condition by whose index fewest tasks are passed over, if any.
        rarest: Option<Source<'f>>,
    },
}

/// What conditions leave, and how many tasks each.
type Numbers<'f> = Vec<(Source<'f>, u64)>;

/// Decides for each half of a list, after counting what its conditions leave: up to `few` tasks
/// are put in order.
pub(super) async fn plan<'f>(
    reads: &DatabaseConnection,
    user: &UserId,
    query: &'f ListQuery,
    few: u64,
) -> Result<Vec<Half<'f>>, DbErr> {
    let halves = statuses(query.status);
    let Some(filter) = &query.filter else {
        let in_order = |status| Half {
            status,
            way: Way::InOrder { rarest: None },
        };
        return Ok(halves.iter().map(|status| in_order(*status)).collect());
    };
    let in_order = |status| match &filter.tree {
        Tree::Is(condition) => runs::is_in_order(query.sort, status, condition),
        _ => false,
    };
    let counted = |status: &Status| match in_order(*status) {
        true => (*status, Vec::new()),
        false => (*status, sources(&filter.tree, *status)),
    };
    let sources: Vec<(Status, Vec<Source<'f>>)> = halves.iter().map(counted).collect();
    let counted = counted_sources(reads, user, &filter.tree, &sources).await?;
    let half = |(status, counted): (Status, Numbers<'f>)| Half {
        status,
        way: match &filter.tree {
            tree @ Tree::Is(condition) if in_order(status) => Way::InOrder {
                rarest: Source::of(condition, tree, status).first().copied(),
            },
            tree => way(tree, status, &counted, few),
        },
    };
    Ok(counted.into_iter().map(half).collect())
}

/// Counts a little at first: where that shows for each half what leaves few tasks, how many more
/// the others would leave is not asked.
async fn counted_sources<'f>(
    reads: &DatabaseConnection,
    user: &UserId,
    tree: &'f Tree,
    sources: &[(Status, Vec<Source<'f>>)],
) -> Result<Vec<(Status, Numbers<'f>)>, DbErr> {
    let counted = count(reads, user, sources, FEWEST).await?;
    let is_told = |(status, counted): &(Status, Numbers<'f>)| {
        counted.is_empty()
            || fewest(tree, *status, counted).is_some_and(|(found, _)| found <= FEWEST)
    };
    match counted.iter().all(is_told) {
        true => Ok(counted),
        false => count(reads, user, sources, FEW).await,
    }
}

pub(super) fn statuses(filter: StatusFilter) -> &'static [Status] {
    match filter {
        StatusFilter::All => &[Status::Pending, Status::Completed],
        StatusFilter::Pending => &[Status::Pending],
        StatusFilter::Completed => &[Status::Completed],
    }
}

/// Returns what can be counted of a filter, from left to right; of conditions of which no task of
/// this status meets one, that one alone.
pub(super) fn sources(tree: &Tree, status: Status) -> Vec<Source<'_>> {
    let found: Vec<Source<'_>> = parts(tree)
        .flat_map(|part| match part {
            Tree::Is(condition) => Source::of(condition, scope(tree, part), status),
            part => sources(part, status),
        })
        .collect();
    let is_nothing = |one: &Condition| Source::of(one, tree, status) == [Source::Nothing];
    match tree {
        Tree::All(_) if required(tree).any(is_nothing) => vec![Source::Nothing],
        _ => found,
    }
}

/// What a tree is made of, as long as any of it can be found by index.
fn parts(tree: &Tree) -> impl Iterator<Item = &Tree> {
    let parts = match tree {
        Tree::Is(_) => std::slice::from_ref(tree),
        Tree::Not(_) => &[],
        Tree::All(trees) | Tree::Any(trees) => trees.as_slice(),
    };
    parts.iter()
}

/// What holds of all that meets a part of a tree.
fn scope<'f>(tree: &'f Tree, part: &'f Tree) -> &'f Tree {
    match tree {
        Tree::All(_) => tree,
        _ => part,
    }
}

#[derive(FromQueryResult)]
struct Counted {
    position: i64,
    number: i64,
}

/// Counts each, up to one more than `most`.
async fn count<'f>(
    reads: &DatabaseConnection,
    user: &UserId,
    sources: &[(Status, Vec<Source<'f>>)],
    most: u64,
) -> Result<Vec<(Status, Numbers<'f>)>, DbErr> {
    let mut numbers = vec![0; sources.iter().map(|(_, sources)| sources.len()).sum()];
    if !numbers.is_empty() {
        let mut sql = Sql::new(reads.get_database_backend(), user);
        push_counts(&mut sql, sources, most);
        let rows = Counted::find_by_statement(sql.statement());
        for counted in rows.all(reads).await? {
            let position = usize::try_from(counted.position).unwrap_or(usize::MAX);
            if let Some(number) = numbers.get_mut(position) {
                *number = counted.number.cast_unsigned();
            }
        }
    }
    let mut numbers = numbers.into_iter();
    let counted = |(status, sources): &(Status, Vec<Source<'f>>)| {
        let sources = sources.iter().copied();
        (*status, sources.zip(numbers.by_ref()).collect())
    };
    Ok(sources.iter().map(counted).collect())
}

/// Adds a statement with a row for each source.
pub(super) fn push_counts(sql: &mut Sql, sources: &[(Status, Vec<Source<'_>>)], most: u64) {
    let all = sources
        .iter()
        .flat_map(|(status, sources)| sources.iter().map(move |source| (status, source)));
    sql.list(
        all.enumerate(),
        " UNION ALL ",
        |sql, (position, (status, source))| {
            sql.push("SELECT CAST(")
                .number(i64::try_from(position).unwrap_or(0));
            sql.push(" AS BIGINT) AS position, (SELECT COUNT(*) FROM (SELECT 1 AS one");
            source.push_counted(sql, *status);
            sql.push(" LIMIT ")
                .number(most.cast_signed() + 1)
                .push(") AS counted) AS number");
        },
    );
}

fn way<'f>(tree: &'f Tree, status: Status, counted: &[(Source<'f>, u64)], few: u64) -> Way<'f> {
    match fewest(tree, status, counted) {
        Some((found, sources)) if found <= few => Way::Few(sources),
        Some((_, sources)) => Way::InOrder {
            rarest: rarest(&sources),
        },
        _ => Way::InOrder { rarest: None },
    }
}

/// One source that finds each task once.
fn rarest<'f>(sources: &[Source<'f>]) -> Option<Source<'f>> {
    match sources {
        [Source::Word(_)] => None,
        [source] => Some(*source),
        _ => None,
    }
}

/// Returns the sources that together find everything the filter holds for, and how much they find,
/// choosing the fewest where there is a choice; `None` where only looking at each task would do.
fn fewest<'f>(
    tree: &'f Tree,
    status: Status,
    counted: &[(Source<'f>, u64)],
) -> Option<(u64, Vec<Source<'f>>)> {
    let number = |source: &Source<'f>| {
        let found = counted.iter().find(|(counted, _)| counted == source);
        found.map_or(u64::MAX, |(_, number)| *number)
    };
    let of_part = |part: &'f Tree| match part {
        Tree::Is(condition) => Source::of(condition, scope(tree, part), status)
            .into_iter()
            .map(|source| (number(&source), vec![source]))
            .min_by_key(|(number, _)| *number),
        part => fewest(part, status, counted),
    };
    match tree {
        Tree::Is(_) => of_part(tree),
        Tree::Not(_) => None,
        Tree::All(trees) => trees
            .iter()
            .filter_map(of_part)
            .min_by_key(|(number, _)| *number),
        Tree::Any(trees) => trees
            .iter()
            .try_fold((0, Vec::new()), |(sum, mut all), part| {
                let (number, sources) = of_part(part)?;
                all.extend(sources);
                Some((u64::saturating_add(sum, number), all))
            }),
    }
}

/// Returns the conditions that must all hold.
pub(super) fn required(tree: &Tree) -> impl Iterator<Item = &Condition> {
    let trees = match tree {
        Tree::All(trees) => trees.as_slice(),
        tree => std::slice::from_ref(tree),
    };
    trees.iter().filter_map(|tree| match tree {
        Tree::Is(condition) => Some(condition),
        _ => None,
    })
}
