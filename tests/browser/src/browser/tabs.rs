//! Several tabs, and the way back and forth in one.

use fantoccini::wd::WindowHandle;

use crate::Browser;
use crate::wait::in_time;

/// A tab of the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab(WindowHandle);

impl Browser {
    /// The tab that what is asked is asked of.
    pub async fn tab(&self) -> Tab {
        Tab(in_time("a tab", self.client.window()).await)
    }

    /// Opens a tab, which stands before all others from now on, and asks there.
    pub async fn open_tab(&self) -> Tab {
        let tab = Tab(in_time("a tab", self.client.new_window(true)).await.handle);
        self.switch_to(&tab).await;
        tab
    }

    /// Puts a tab before all others, and asks there.
    pub async fn switch_to(&self, tab: &Tab) {
        in_time("the tab", self.client.switch_to_window(tab.0.clone())).await;
    }

    /// Closes the tab that is asked, and goes to another.
    pub async fn close_tab(&self, next: &Tab) {
        in_time("the tab", self.client.close_window()).await;
        self.switch_to(next).await;
    }

    /// Goes back to the page before.
    pub async fn back(&self) {
        in_time("a page to go back to", self.client.back()).await;
    }
}
