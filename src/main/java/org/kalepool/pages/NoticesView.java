package org.kalepool.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.notice.NewsKind;
import org.kalepool.notice.NoticesAnswer;

/**
 * What a farmer is told, and where; and what was typed instead.
 *
 * @param email as it was typed
 * @param takesEmail whether the pool sends e-mail at all
 * @param note what has been done, null if nothing
 */
public record NoticesView(
    NoticesAnswer answer,
    Set<String> chosen,
    String email,
    boolean takesEmail,
    FormErrors wrong,
    @Nullable String note,
    String csrf) {

  public NoticesView {
    chosen = Set.copyOf(chosen);
  }

  /** What can be chosen, in the order of the form. */
  public record Choice(String kind, String words, boolean on) {}

  static NoticesView of(
      NoticesAnswer answer, boolean takesEmail, @Nullable String note, String csrf) {
    Set<String> chosen = new HashSet<>();
    answer.kinds().forEach(kind -> chosen.add(kind.name()));
    NoticesAnswer.Email email = answer.email();
    String address = email == null || email.address() == null ? "" : email.address();
    return new NoticesView(answer, chosen, address, takesEmail, FormErrors.NONE, note, csrf);
  }

  public List<Choice> choices() {
    return Arrays.stream(NewsKind.values())
        .map(kind -> new Choice(kind.name(), kind.words(), chosen.contains(kind.name())))
        .toList();
  }

  /** The webhook's host, null if there is none. */
  public @Nullable String webhook() {
    return answer.webhook() == null ? null : answer.webhook().url();
  }

  /** The key that signs, only when it was just made. */
  public @Nullable String key() {
    return answer.webhook() == null ? null : answer.webhook().key();
  }

  /** The feed's address, only when it was just made. */
  public @Nullable String feedUrl() {
    return answer.feed() == null ? null : answer.feed().url();
  }

  public boolean hasFeed() {
    return answer.feed() != null;
  }

  /** Whether the link in the first mail is still to be opened. */
  public boolean unconfirmed() {
    return answer.email() != null && !answer.email().confirmed();
  }

  /** Whether a test would reach anybody. */
  public boolean canTest() {
    return answer.webhook() != null || (answer.email() != null && answer.email().confirmed());
  }

  /** How a channel's last notice fared. */
  public record Last(String channel, String title, Instant at, String result) {}

  public List<Last> last() {
    List<Last> last = new ArrayList<>();
    if (answer.webhook() != null) {
      add(last, "webhook", answer.webhook().last());
    }
    if (answer.email() != null) {
      add(last, "e-mail", answer.email().last());
    }
    return List.copyOf(last);
  }

  private static void add(
      List<Last> to, String channel, NoticesAnswer.@Nullable LastNotice notice) {
    if (notice == null) {
      return;
    }
    String error = notice.error() == null ? "" : ": " + notice.error();
    String result =
        switch (notice.state()) {
          case WAITING -> "waits" + error;
          case SENT -> "taken";
          case GIVEN_UP -> "given up" + error;
        };
    to.add(new Last(channel, notice.title(), notice.at(), result));
  }
}
