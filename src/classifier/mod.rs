pub struct Text<'a> {
    pub title: &'a str,
    pub description: &'a str,
}
#[derive(Debug)]
pub struct Verdict {
    pub category: crate::label::Category,
    pub priority: crate::label::Priority,
    pub category_confidence: f64,
    pub priority_confidence: f64,
    pub reason: Option<String>,
}
pub mod local {
    pub struct Model;
    impl Model {
        pub fn embedded() -> Self {
            Model
        }
        pub fn name(&self) -> &str {
            "stub"
        }
        pub fn classify(&self, _t: &super::Text<'_>) -> super::Verdict {
            super::Verdict {
                category: crate::label::Category::Billing,
                priority: crate::label::Priority::High,
                category_confidence: 0.5,
                priority_confidence: 0.5,
                reason: None,
            }
        }
    }
}
