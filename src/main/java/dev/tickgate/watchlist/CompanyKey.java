package dev.tickgate.watchlist;

import java.util.Optional;

/** Identifies a company by either its id or its ticker symbol. */
record CompanyKey(Optional<Long> id, Optional<String> tickerSymbol) {}
