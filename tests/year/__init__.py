"""A year in the life of an agency, played from due time to due time; what must hold of it is read from the database."""
