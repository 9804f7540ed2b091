package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import java.util.List;

/**
 * The leader's answer.
 *
 * @param term the number of the leadership; an answer of a lower term than one already heard is
 *     from a leader that does not know yet it was deposed
 * @param leadership a random number of that leadership: a restored database assigns terms again
 * @param seq the feed's newest sequence number
 * @param head the newest position of the topic; offset 0 where nothing was published yet
 * @param publications in order and without holes: what follows {@code have}, the oldest first, or
 *     where that cannot be told ({@code have} empty, of another epoch, beyond the head, or older
 *     than the journal) the newest ones up to the head
 */
public record SyncReply(
    long term,
    long leadership,
    long seq,
    Position head,
    FeedState state,
    List<Publication> publications) {}
