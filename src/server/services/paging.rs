//! Which page of a list is shown: the one that is asked for, or the last where that is gone by now.

/// Where a page lies in its list. It is read there until it [settles](Place::settles), once or, beyond the last page, some times
/// more.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    per_page: u32,
    page: u32,
    total: u32,
    /// Nothing was where it was asked for, and the first page is read to know how many there are.
    beyond: bool,
}

impl Place {
    /// The page `asked`, counted from 1.
    pub fn of(asked: u32, per_page: u32) -> Self {
        Self {
            per_page,
            page: asked.max(1),
            total: 0,
            beyond: false,
        }
    }

    /// How many rows are wanted.
    pub fn limit(&self) -> u32 {
        self.per_page
    }

    /// How many rows come before them.
    pub fn offset(&self) -> u32 {
        (self.page - 1).saturating_mul(self.per_page)
    }

    /// Whether the rows that were read from here are those to be shown; else they are to be read from where the place is now.
    /// Each row knows the `total`, so there is none where there was no row.
    pub fn settles(&mut self, total: Option<u32>) -> bool {
        self.total = total.unwrap_or(0);
        let beyond = std::mem::take(&mut self.beyond);
        match total {
            None if self.page > 1 => {
                self.page = 1;
                self.beyond = true;
                false
            }
            Some(_) if beyond => {
                self.page = self.pages();
                self.page == 1
            }
            _ => true,
        }
    }

    /// How many rows there are on all pages.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// How many pages there are.
    pub fn pages(&self) -> u32 {
        self.total.div_ceil(self.per_page)
    }

    /// Which page this is, from 1.
    pub fn page(&self) -> u32 {
        self.page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        for (asked, all, expected) in [
            (0, 5, (1, 3, 2)),
            (1, 5, (1, 3, 2)),
            (3, 5, (3, 3, 1)),
            (9, 5, (3, 3, 1)),
            (9, 1, (1, 1, 1)),
            (u32::MAX, 4, (2, 2, 2)),
            (9, 0, (1, 0, 0)),
            (1, 0, (1, 0, 0)),
        ] {
            let mut place = Place::of(asked, 2);
            let rows = loop {
                let rows = all.min(place.offset().saturating_add(place.limit())) - all.min(place.offset());
                if place.settles((rows > 0).then_some(all)) {
                    break rows;
                }
            };
            assert_eq!((place.page(), place.pages(), rows), expected, "{asked} of {all}");
            assert_eq!(place.total(), all);
        }
    }
}
