"""A week to start a description from."""

EXAMPLE = """\
# A week for `bluephone simulate`. Save it, change it, and run: bluephone simulate week.toml
# Six people, of whom four have customers of their own. Times are in seconds unless they are times of day.

goal_s = 15          # nine in ten shall hear a person within this
service_s = 360      # what a conversation takes of a person who has nothing else
beta = 0.1           # how much slower each further conversation at once makes all of them
patience_s = 300     # after how long somebody who waits gives up, on average
spread = 0.1         # how much an hour differs from week to week: its variance, for a mean of 1
pick_up_s = 4        # until a ring is opened
words_s = 12         # from then until the first words

[arrivals]           # how many visitors come in each hour, from midnight on
weekdays = [0, 0, 0, 0, 0, 0, 1, 3, 10, 22, 28, 30, 24, 22, 26, 28, 24, 16, 8, 5, 3, 2, 1, 0]
weekend = [0, 0, 0, 0, 0, 0, 0, 1, 3, 6, 8, 8, 7, 7, 7, 6, 5, 4, 3, 2, 1, 1, 0, 0]

[[agents]]
name = "Ana"
hours = { weekdays = ["8:30-12:30", "13:30-17:30"] }

[[agents]]
name = "Ben"
hours = { weekdays = ["9:00-13:00", "14:00-18:00"] }

[[agents]]
name = "Chi"
hours = { weekdays = ["8:00-14:00"], saturday = ["9:00-15:00"] }
languages = ["en", "de"]

[[agents]]
name = "Dora"
hours = { weekdays = ["12:00-20:00"] }
teams = ["billing"]

[[agents]]
name = "Eli"
hours = { weekdays = ["10:00-16:00"], sunday = ["9:00-15:00"] }
capacity = 2         # three at once unless it is said

[[agents]]
name = "Fay"
hours = { monday = ["9:00-17:00"], tuesday = ["9:00-17:00"], wednesday = ["9:00-13:00"] }
lead = true

[[customers]]        # a share of the visitors, and whose they are; the rest are nobody's
share = 0.2
advocate = "Ana"
backup = "Ben"

[[customers]]
share = 0.15
advocate = "Ben"
backup = "Ana"

[[customers]]
share = 0.15
advocate = "Chi"

[[customers]]
share = 0.1
advocate = "Dora"
priority = 1         # 0 to 2: the credit they get in line

[[customers]]
share = 0.1
team = "billing"     # rings its people first, and everybody after `overflow_s`
"""
