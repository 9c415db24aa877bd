"""服务评价: how well communities, teams and people keep what was promised."""
