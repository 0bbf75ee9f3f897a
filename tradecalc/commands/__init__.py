"""The eight commands: the figures of a question in, its Report out. Nothing here prints.

growth target project track decompose check report backtest     the commands
draft words                                   every report while it is made
row_of_levels two_levels                      growth: along a row, and what two levels say
outlook                                       target: the path, from now on, what if
year_to_date from_months files likely methods same_year         project, track: the year
running_year pace                             track: the year on its path, and the verdict
flows parts stated_parts lines                decompose
claimed clash                                 check
published briefing spoken outline             report
answerable plain asker seen rows row_work row_stream jobs       many questions at once
"""
