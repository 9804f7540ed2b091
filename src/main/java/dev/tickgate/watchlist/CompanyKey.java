package dev.tickgate.watchlist;

import java.util.Optional;

/** Names a company: one of its id and its ticker symbol. */
record CompanyKey(Optional<Long> id, Optional<String> tickerSymbol) {}
