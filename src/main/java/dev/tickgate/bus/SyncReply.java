package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import java.util.List;

/**
 * The leader's answer to a {@link SyncRequest}.
 *
 * @param term the number of the leadership; a lower term than one already received is that of a
 *     deposed leader that has not detected this yet
 * @param leadership a random number of that leadership, because a restored database assigns terms
 *     again
 * @param seq the feed's newest sequence number
 * @param head the newest position of the topic; offset 0 where nothing was published yet
 * @param publications in order and without gaps: those after {@code have}, the oldest first; where
 *     that is not possible ({@code have} is empty, of another epoch, beyond the head, or older than
 *     the journal), the newest ones up to the head
 */
public record SyncReply(
    long term,
    long leadership,
    long seq,
    Position head,
    FeedState state,
    List<Publication> publications) {}
