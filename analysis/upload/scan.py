

def read_large_text(*a):
    raise NotImplementedError


def read_parquet(*a):
    raise NotImplementedError
