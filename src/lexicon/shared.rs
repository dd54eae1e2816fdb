//! The tables that all languages share: acts, actors and organs.

use indexmap::IndexMap;

use super::table::Table;
use super::{Act, Actor, ActorId, Kind, Organ};
use crate::{Fault, Language};

pub(super) fn acts(table: &Table, acts: &mut IndexMap<String, Act>, faults: &mut Vec<Fault>) {
    for (line, row) in &table.rows {
        let kind = match &row[1] {
            "directive" => Kind::Directive,
            "decision" => Kind::Decision,
            "statement" => Kind::Statement,
            other => {
                let expected = "expected directive, decision or statement";
                faults.push(table.fault(*line, format!("kind `{other}`, {expected}")));
                continue;
            }
        };
        let Some(force) = row[2].parse().ok().filter(|force| *force <= 5) else {
            faults.push(table.fault(*line, format!("force `{}`, expected 0 to 5", &row[2])));
            continue;
        };
        let glosses = vec![(Language::En, row[4].into()), (Language::Fr, row[5].into())];
        let act = Act { id: row[0].into(), kind, force, binds_organ: &row[3] == "organ", glosses };
        if acts.insert(row[0].to_owned(), act).is_some() {
            faults.push(table.fault(*line, format!("act `{}` stands twice", &row[0])));
        }
    }
}

pub(super) fn actors(table: &Table, actors: &mut IndexMap<String, Actor>, faults: &mut Vec<Fault>) {
    for (line, row) in &table.rows {
        let actor = Actor {
            id: row[0].into(),
            kind: row[1].to_owned(),
            part_of: row[2].to_owned(),
            labels: vec![(Language::En, row[3].into()), (Language::Fr, row[4].into())],
        };
        if !["group", "office", "organ", "state"].contains(&&row[1]) {
            let expected = "expected group, office, organ or state";
            faults.push(table.fault(*line, format!("kind `{}`, {expected}", &row[1])));
        }
        if actors.insert(row[0].to_owned(), actor).is_some() {
            faults.push(table.fault(*line, format!("actor `{}` stands twice", &row[0])));
        }
    }
}

pub(super) fn organs(table: &Table, actors: &IndexMap<String, Actor>, faults: &mut Vec<Fault>) -> Vec<Organ> {
    let mut organs = Vec::new();
    for (line, row) in &table.rows {
        let mut actor = |cell: usize| match actors.get_index_of(&row[cell]) {
            Some(index) => Some(ActorId(index as u16)),
            None if row[cell].is_empty() => None,
            None => {
                faults.push(table.fault(*line, format!("actor `{}` is not in shared/", &row[cell])));
                None
            }
        };
        let (president, secretariat) = (actor(3), actor(4));
        let Some(actor) = actor(0) else { continue };
        let (resolutions, first_session) = (row[1].to_owned(), row[2].parse().ok());
        organs.push(Organ { actor, resolutions, first_session, president, secretariat });
    }
    organs
}
