package dev.notch.models.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesAndReplacesAndMakesFolders() throws IOException {
    Path file = folder.resolve("a/b/text.txt");
    AtomicFile.writeText(file, "first");
    AtomicFile.writeText(file, "zweite Gr\u00f6\u00dfe");
    assertThat(Files.readString(file)).isEqualTo("zweite Gr\u00f6\u00dfe");
    assertThat(children(file.getParent())).containsExactly(file);
  }

  @Test
  void keepsTheOldFileAndLeavesNothingWhenWritingFails() throws IOException {
    Path file = folder.resolve("kept.bin");
    AtomicFile.write(file, new byte[] {1, 2, 3});
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(9);
                      throw new IOException("disk is full");
                    }))
        .withMessage("cannot write " + file + ": disk is full");
    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(children(folder)).containsExactly(file);
  }

  @Test
  void refusesFoldersAndPathsThroughFiles() throws IOException {
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(() -> AtomicFile.writeText(folder, "x"))
        .withMessageContaining("it is a folder");
    Path file = Files.createFile(folder.resolve("file"));
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(() -> AtomicFile.writeText(file.resolve("below/it"), "x"))
        .withMessageContaining("cannot write");
    assertThat(children(folder)).containsExactly(file);
  }

  /** Sockets stand for devices, which a test must not put at risk. */
  @Test
  void leavesAloneWhatIsNoOrdinaryFile() throws IOException {
    Path file = folder.resolve("socket");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(file));
      assertThatExceptionOfType(NotchException.class)
          .isThrownBy(() -> AtomicFile.writeText(file, "x"))
          .withMessage("cannot write " + file + ": it is no ordinary file; name another");
      assertThat(Files.isRegularFile(file)).isFalse();
      assertThat(children(folder)).containsExactly(file);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }
}
