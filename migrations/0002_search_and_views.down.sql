DROP INDEX tags_used;
DROP INDEX posts_title;
DROP INDEX posts_updated;
DELETE FROM counters WHERE name = 'views_day';
DROP TABLE secrets;
DROP TABLE view_exclusions;
DROP TABLE view_salts;
DROP TABLE view_keys;
DROP TABLE post_views;
DROP INDEX daily_views_day;
DELETE FROM counters WHERE name IN ('search_generation', 'search_finished', 'search_analyser');
DROP TABLE search_words;
DROP TABLE search_posts;
DROP TABLE title_search;
DROP TABLE post_search;
CREATE VIRTUAL TABLE post_search USING fts5 (
    title, tags, headings, summary, body,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2"
);
