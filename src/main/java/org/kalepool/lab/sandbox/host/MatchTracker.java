package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Follows the calls down one tree of what is allowed. */
final class MatchTracker {
  private static final int NONE = -1;
  private static final int ROOT = -2;

  private final Authorized root;
  private final List<Integer> frames = new ArrayList<>();
  private int rootFrame = NONE;
  private boolean done;

  MatchTracker(Authorized root) {
    this.root = root;
  }

  /** One that is written down: the frame on top has just asked for its root. */
  static MatchTracker recording(Authorized.Deed deed, int depth) {
    MatchTracker tracker = new MatchTracker(Authorized.recorded(deed));
    for (int i = 0; i < depth - 1; i++) {
      tracker.frames.add(NONE);
    }
    tracker.frames.add(ROOT);
    tracker.rootFrame = depth - 1;
    return tracker;
  }

  Authorized root() {
    return root;
  }

  void push() {
    frames.add(NONE);
  }

  void pop() {
    if (!frames.isEmpty()) {
      frames.removeLast();
    }
    if (rootFrame != NONE && rootFrame >= frames.size()) {
      done = true;
    }
  }

  boolean empty() {
    return frames.isEmpty();
  }

  boolean active() {
    return root.used() && !done;
  }

  boolean frameMatched() {
    return !frames.isEmpty() && frames.getLast() != NONE;
  }

  boolean anyMatched() {
    return frames.stream().anyMatch(frame -> frame != NONE);
  }

  /** The node of the latest frame that matched. */
  private @Nullable Authorized current() {
    Authorized node = null;
    for (int frame : frames) {
      if (frame == ROOT) {
        node = root;
      } else if (frame != NONE && node != null) {
        node = node.below().get(frame);
      }
    }
    return node;
  }

  /** Whether the tree allows what the frame on top asks for; then that is used up. */
  boolean match(Authorized.Deed deed, boolean allowRoot, ValueOrder order) {
    if (frameMatched()) {
      return false;
    }
    Authorized node = current();
    if (node != null) {
      for (int i = 0; i < node.below().size(); i++) {
        Authorized sub = node.below().get(i);
        if (!sub.used() && Authorized.same(sub.deed(), deed, order)) {
          sub.use();
          frames.set(frames.size() - 1, i);
          return true;
        }
      }
      return false;
    }
    if (!root.used() && allowRoot && Authorized.same(root.deed(), deed, order)) {
      root.use();
      rootFrame = frames.size() - 1;
      frames.set(rootFrame, ROOT);
      return true;
    }
    return false;
  }

  void record(Authorized.Deed deed, Diagnostics log) {
    if (frameMatched()) {
      throw log.fault(Kind.AUTH, Code.EXISTING_VALUE, "frame is already authorized");
    }
    Authorized node = current();
    if (node == null) {
      throw log.fault(Kind.AUTH, Code.INTERNAL_ERROR, "unexpected missing authorized invocation");
    }
    node.below().add(Authorized.recorded(deed));
    frames.set(frames.size() - 1, node.below().size() - 1);
  }

  MatchTracker copy() {
    MatchTracker copy = new MatchTracker(root.copy());
    copy.frames.addAll(frames);
    copy.rootFrame = rootFrame;
    copy.done = done;
    return copy;
  }

  /** What was used, so that it can be gone back to. */
  Authorized snapshot() {
    return root.copy();
  }

  void rollback(Authorized snapshot) {
    restore(root, snapshot);
    if (!root.used()) {
      rootFrame = NONE;
      done = false;
    }
  }

  private static void restore(Authorized node, Authorized snapshot) {
    node.use(snapshot.used());
    for (int i = 0; i < node.below().size(); i++) {
      restore(node.below().get(i), snapshot.below().get(i));
    }
  }
}
