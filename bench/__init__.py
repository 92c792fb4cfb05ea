"""How fast the wiki is, measured as ratios in one run: `make bench`.

    python -m bench                         everything, on SQLite and on PostgreSQL
    python -m bench reading visit           only these; reading, history, visit, saving, review,
                                            copying, crediting
    python -m bench --database sqlite       on one database
    python -m bench --small                 tiny: shows that everything runs, measures nothing

Each database gets a folder of its own that goes away: the site is prepared there as `make run`
prepares it, served by gunicorn with deploy/gunicorn.conf.py on a free port, and filled with data
made here. PostgreSQL is started for it (Debian's package) and waits for the disk as one in use.

- reading: a visitor's read of an article of 8 KB beside a bare Django view (bench/bare.py: one
  SELECT, one small template) in the same gunicorn, in rounds that alternate; for pages that the
  process keeps, for pages made anew (in a second gunicorn, without the cache of pages), for
  readers who have the page already (304), and the bare view with no more than the middleware of
  a new Django project (in a third). Beside requests per second stands the processor time that
  a request takes in the server, which other work on the machine disturbs less.
- history: the first and the hundredth page of an article with 10,000 revisions, and the page of
  one with 20.
- visit: bytes over the wire, headers included, and number of requests of the first visit to the
  article: the page and every style sheet, script, image and font that it names, followed into
  style sheets and scripts.
- saving: a member saves an article of 8 KB and sees it again; the share that formatting takes.
- review: the first and the thousandth page of a queue of 100,000 articles that await validation,
  in each order, through filters, and as a maintainer of topics sees it.
- copying: 4,839 pages of another wiki (in the folder that BENCH_SAMPLES names; not measured
  without them). Of random passages of 40 to 120 words put into other pages, how many are noticed
  as copies, as they are and with every tenth word changed. Of edits of the Open Source Guides
  and of pages written anew, in how many something is noticed that is not there; whether it is
  there is found out by other means. What comparing adds to a save, beside the same save without
  it, with 500 pages and with all.
- crediting: what finding and keeping who wrote which word adds to a save, on an article with 1,000
  revisions by 40 people and on articles with ten; and, where `pip install wikiwho` was run, of the
  words of the Open Source Guides, how many WikiWho credits to the same revision and author.

The figures are printed with the bound of each, and kept as JSON in bench/results/. The status is
1 when a bound is not kept. The generator of load shares the machine with the server: figures of
one run can be held beside each other, those of two machines cannot.
"""
