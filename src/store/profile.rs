//! Reads and writes the profile with its strengths, education and languages.

use super::batch::Batch;
use super::{Result, Snapshot};
use crate::domain::place::in_order;
use crate::domain::{Education, Language, Profile, ProfileId, Record, Stored, Strength, fold};

/// The condition for the parts of a profile, in their order.
const PARTS: &str = "t.profile = ?1 AND t.deleted_at IS NULL ORDER BY t.place, t.id";

impl Snapshot<'_> {
    /// Returns the profile with its parts and its revision; `None` if there is none. If two machines made one
    /// each, the earlier is used.
    pub fn profile(&self) -> Result<Option<Stored<Profile>>> {
        let found = self.list::<Profile>("t.deleted_at IS NULL ORDER BY t.id LIMIT 1", [])?;
        let Some(first) = found.into_iter().next() else { return Ok(None) };
        let mut profile = self.find::<Profile>(first.id)?;
        profile.body.strengths = bodies(self.list_profile_parts::<Strength>(first.id)?);
        profile.body.education = bodies(self.list_profile_parts::<Education>(first.id)?);
        profile.body.languages = bodies(self.list_profile_parts::<Language>(first.id)?);
        Ok(Some(profile))
    }

    fn list_profile_parts<T: Record>(&self, of: ProfileId) -> Result<Vec<Stored<T>>> {
        let (row, _) = super::lookup::row_of(self.connection, of.into())?;
        self.list(PARTS, [row])
    }
}

fn bodies<T: Record>(all: Vec<Stored<T>>) -> Vec<T> {
    all.into_iter().map(|each| each.body).collect()
}

impl Batch<'_> {
    /// Inserts the profile with its parts.
    pub fn insert_profile(&mut self, profile: &Profile) -> Result<ProfileId> {
        let id = self.insert(profile)?;
        self.update_profile_parts(id, profile)?;
        Ok(id)
    }

    /// Updates the profile and its parts to `now`.
    pub fn update_profile(&mut self, before: &Stored<Profile>, now: &Profile) -> Result<()> {
        self.update(before, now)?;
        self.update_profile_parts(before.id, now)
    }

    fn update_profile_parts(&mut self, id: ProfileId, now: &Profile) -> Result<()> {
        self.update_list(id, &now.strengths)?;
        self.update_list(id, &now.education)?;
        self.update_list(id, &now.languages)
    }

    /// Changes the parts of one kind to `now`, in its order.
    fn update_list<T: ProfilePart>(&mut self, profile: ProfileId, now: &[T]) -> Result<()> {
        let before = self.snapshot().list_profile_parts::<T>(profile)?;
        let place = |part: &T| before.iter().find(|each| each.is_same(part)).map(|each| each.place());
        let places = in_order(&now.iter().map(place).collect::<Vec<_>>());
        let wanted: Vec<T> =
            now.iter().zip(places).map(|(part, place)| part.placed(profile, place)).collect();
        self.update_parts(&before, &wanted, T::is_same)
    }
}

/// A part of the profile, with its owner and its place.
trait ProfilePart: Record {
    /// Returns the part with its owner and its place.
    fn placed(&self, profile: ProfileId, place: String) -> Self;
    /// Returns the place.
    fn place(&self) -> &str;
    /// Returns `true` if an edit of one part can have resulted in the other: both have the same name.
    fn is_same(&self, other: &Self) -> bool;
}

macro_rules! profile_parts {
    ($($kind:ident: $($name:ident)+;)*) => {$(
        impl ProfilePart for $kind {
            fn placed(&self, profile: ProfileId, place: String) -> Self {
                Self { profile: Some(profile), place, ..self.clone() }
            }

            fn place(&self) -> &str {
                &self.place
            }

            fn is_same(&self, other: &Self) -> bool {
                $(fold(&self.$name) == fold(&other.$name))&&+
            }
        }
    )*};
}

profile_parts! {
    Strength: name;
    Education: institution area;
    Language: name;
}
