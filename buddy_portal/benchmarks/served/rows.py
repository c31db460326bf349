"""The rows behind the floor pages, made in the database of the measuring."""

MAKE_ROWS = """
    CREATE TABLE benchmark_floor (
        id bigserial PRIMARY KEY,
        text_0 text, text_1 text, text_2 text, text_3 text,
        text_4 text, text_5 text, text_6 text, text_7 text
    );
    INSERT INTO benchmark_floor
        (text_0, text_1, text_2, text_3, text_4, text_5, text_6, text_7)
    SELECT 'Words of row ' || n, 'a', 'b', 'c', 'd', 'e', 'f', 'g'
    FROM generate_series(1, 150) AS n;
"""
"""150 rows for the database of the measuring."""
