package org.kalepool.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps tasks in the order of their first submission until {@link #runAll} runs them on the
 * caller's thread: the same calls give the same run, every time.
 */
public final class SteppedTasks implements Tasks {
  private final Map<String, Runnable> waiting = new LinkedHashMap<>();
  private final TaskRunner runner;

  SteppedTasks(TaskRunner runner) {
    this.runner = runner;
  }

  @Override
  public void submit(String key, Runnable task) {
    submitEverywhere(key, runner.farming(task));
  }

  @Override
  public synchronized void submitEverywhere(String key, Runnable task) {
    waiting.putIfAbsent(key, task);
  }

  /**
   * Runs what waits, and what that submits, until nothing does.
   *
   * @return how many tasks ran
   * @throws IllegalStateException if more than a million ran: a task that submits itself for ever
   */
  public int runAll() {
    int ran = 0;
    for (Map.Entry<String, Runnable> next = poll(); next != null; next = poll()) {
      runner.run(next.getKey(), next.getValue());
      if (++ran > 1_000_000) {
        throw new IllegalStateException("tasks never come to an end, last: " + next.getKey());
      }
    }
    return ran;
  }

  private synchronized Map.@org.jspecify.annotations.Nullable Entry<String, Runnable> poll() {
    var all = waiting.entrySet().iterator();
    if (!all.hasNext()) {
      return null;
    }
    Map.Entry<String, Runnable> first =
        Map.entry(all.next().getKey(), waiting.values().iterator().next());
    waiting.remove(first.getKey());
    return first;
  }
}
