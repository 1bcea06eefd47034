package org.kalepool.recordings;

import java.nio.file.Path;

/**
 * The first place where a replay left its recording.
 *
 * @param file the recording
 * @param line counted from 1
 * @param field path of the field, such as {@code after.block.stakedTotal}
 * @param wanted JSON of what was recorded
 * @param got JSON of what the replay gave
 */
record Difference(Path file, int line, String field, String wanted, String got) {
  @Override
  public String toString() {
    return "%s line %d, %s: wanted %s, got %s"
        .formatted(file.getFileName(), line, field, wanted, got);
  }
}
