//! Sets of stages.

use crate::rules::Stage;

/// A set of stages.
///
/// ```
/// use taxdoc::Stage;
/// use taxdoc::validator::Stages;
/// let stages = Stages::from_names("xml, totals").unwrap();
/// assert!(stages.contains(Stage::Totals) && !stages.contains(Stage::Rules));
/// assert_eq!(Stages::from_names("xml,total"), Err("total".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stages(u8);

impl Stages {
    /// No stage.
    pub const NONE: Self = Self(0);
    /// Every stage.
    pub const ALL: Self = Self((1 << Stage::ALL.len()) - 1);

    /// This set and one more stage.
    #[must_use]
    pub const fn with(self, stage: Stage) -> Self {
        Self(self.0 | 1 << stage as u8)
    }

    /// Whether the stage is in the set.
    #[must_use]
    pub const fn contains(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }

    /// The set of the named stages, separated by commas.
    ///
    /// # Errors
    /// The first word that is not the name of a stage.
    pub fn from_names(names: &str) -> Result<Self, String> {
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).try_fold(Self::NONE, |stages, name| {
            Stage::from_name(name).map(|stage| stages.with(stage)).ok_or_else(|| name.to_owned())
        })
    }
}

impl FromIterator<Stage> for Stages {
    fn from_iter<I: IntoIterator<Item = Stage>>(stages: I) -> Self {
        stages.into_iter().fold(Self::NONE, Self::with)
    }
}
