//! The loaded projects with their histories: the selected one and its neighbours, so that a move in the list
//! shows the next one at once.

use crate::domain::{MetricView, ProjectId};
use crate::journal::ProjectDetail;

/// The projects that are loaded with their histories.
#[derive(Debug, Default)]
pub struct ProjectDetails(Vec<ProjectDetail>);

impl ProjectDetails {
    /// Returns a project; `None` if it is not loaded.
    pub fn find(&self, id: ProjectId) -> Option<&ProjectDetail> {
        self.0.iter().find(|whole| whole.project.id == id)
    }

    /// Adds a project, or replaces it.
    pub fn put(&mut self, whole: ProjectDetail) {
        self.0.retain(|each| each.project.id != whole.project.id);
        self.0.push(whole);
    }

    /// Replaces the metrics of a project, if it is loaded.
    pub fn put_metrics(&mut self, id: ProjectId, metrics: Vec<MetricView>) {
        if let Some(whole) = self.0.iter_mut().find(|whole| whole.project.id == id) {
            whole.metrics = metrics;
        }
    }

    /// Removes the projects that are not among `wanted`, and returns those of `wanted` that are not loaded.
    pub fn keep(&mut self, wanted: &[ProjectId]) -> Vec<ProjectId> {
        self.0.retain(|whole| wanted.contains(&whole.project.id));
        wanted.iter().copied().filter(|id| self.find(*id).is_none()).collect()
    }

    /// Removes all projects.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
