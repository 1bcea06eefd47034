package org.kalepool.machine;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the operator sees: what happens, a line each, and where somebody looks on, below them one
 * line that tells how it goes and is written over itself.
 */
public final class MachineScreen {
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean live;
  private @Nullable String shown;

  /**
   * @param live whether the output is a terminal
   */
  public MachineScreen(PrintWriter out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** Something has happened. */
  public synchronized void line(String text) {
    if (shown == null) {
      out.println(text);
    } else {
      out.println(ERASE + text);
      out.print(shown);
    }
    out.flush();
  }

  /** Shows how it goes; nothing where nobody looks on. */
  public synchronized void show(Supplier<MachineView> view) {
    if (live) {
      shown = text(view.get());
      out.print(ERASE + shown);
      out.flush();
    }
  }

  /** Leaves the last line standing. */
  public synchronized void end() {
    if (shown != null) {
      shown = null;
      out.println();
      out.flush();
    }
  }

  /** One line, of some hundred characters at most. */
  static String text(MachineView view) {
    if (view.block() < 0) {
      return "looking for the network" + view.nodeError().map(it -> ": " + it).orElse("");
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "block %d  %s left  %d farmers  %s",
            view.block(),
            minutes(view.left()),
            view.farmers(),
            rate(view.hashRate())));
    text.append("  zeros ");
    if (view.bestZeros().isPresent()) {
      text.append(view.bestZeros().getAsInt());
    } else {
      text.append('-');
    }
    text.append(
        String.format(
            Locale.ROOT, "  sent %d  landed %d  gap %.0f", view.sent(), view.landed(), view.gap()));
    ChannelView own = view.channels();
    if (own.own()) {
      text.append(
          String.format(
              Locale.ROOT, "  channels %d/%d  fees %s", own.channels(), own.wanted(), own.fees()));
    }
    if (own.trouble().isPresent()) {
      text.append("  CHANNELS");
    }
    if (view.obstacle().isPresent()) {
      text.append("  NOT HASHING");
    }
    if (view.nodeError().isPresent()) {
      text.append("  NODE AWAY");
    }
    if (view.backendAway()) {
      text.append("  BACKEND AWAY");
    }
    return text.toString();
  }

  private static String minutes(Duration left) {
    return String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
  }

  static String rate(double hashes) {
    if (hashes >= 1e9) {
      return String.format(Locale.ROOT, "%.2f GH/s", hashes / 1e9);
    }
    return hashes >= 1e6
        ? String.format(Locale.ROOT, "%.1f MH/s", hashes / 1e6)
        : String.format(Locale.ROOT, "%.1f kH/s", hashes / 1e3);
  }
}
