package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.Device;
import dev.notch.profiler.NetworkChooser;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  @TempDir private Path folder;

  @Test
  void twoProfilesAreComparedAsTextAndAsJson() throws IOException {
    Path first = profile("first.csv", "here", 1);
    Path second = profile("second.csv", "here", 1.05);

    Cli text = Cli.run("profile", "--compare", first + "," + second);
    Cli json = Cli.run("profile", "--compare", first + "," + second, "--json");

    assertThat(text.status()).isEqualTo(Exit.DONE);
    assertThat(text.out())
        .contains("synthetic 1, 1 thread(s)", "minutes later", "all networks", "sentinels")
        .contains("depthwise", "inside one profile");
    JsonNode node = new ObjectMapper().readTree(json.out());
    assertThat(node.at("/first").textValue()).isEqualTo(first.toString());
    assertThat(node.at("/as_measured/networks_all/shift").doubleValue()).isBetween(-6.0, -3.5);
    assertThat(node.at("/at_typical_speed/networks_all/shift").doubleValue()).isBetween(-1.0, 1.0);
    assertThat(node.at("/at_typical_speed/layers/depthwise/n").intValue()).isPositive();
    assertThat(node.at("/sentinels/n").intValue()).isEqualTo(3);
  }

  @Test
  void profilesOfOtherConditionsAreNotCompared() {
    Path first = profile("first.csv", "here", 1);
    Path second = profile("second.csv", "there", 1);

    Cli cli = Cli.run("profile", "--compare", first + "," + second);

    assertThat(cli.status()).isEqualTo(Exit.FAILED);
    assertThat(cli.err()).contains("different conditions").hasLineCount(1);
  }

  @Test
  void whatCannotBeComparedIsAUsageError() {
    Cli one = Cli.run("profile", "--compare", "one.csv");
    Cli both = Cli.run("profile", "--again", "--compare", "one.csv,two.csv");

    assertThat(one.status()).isEqualTo(Exit.USAGE);
    assertThat(one.err()).contains("needs two files");
    assertThat(both.status()).isEqualTo(Exit.USAGE);
    assertThat(both.err()).contains("choose one");
  }

  @Test
  void aProfileThatWasNotMadeIsNotRepeated() {
    Cli cli = Cli.run("profile", "--again", "--cache", folder.toString());

    assertThat(cli.status()).isEqualTo(Exit.FAILED);
    assertThat(cli.err()).contains("without --again first");
  }

  private Path profile(String name, String device, double slower) {
    VirtualClock clock = new VirtualClock();
    Profiler profiler =
        new Profiler(
            new SyntheticBackend(clock, SyntheticNoise.none().slowedBy(slower)),
            new Timer(clock, new ReferenceWorkload(), 3),
            new MeasurementLock(folder),
            new Device(device, 1, 1, "", 1, "none", "none"),
            NetworkChooser.SEEDED);
    Network network = Zoo.build("mobilenet", 10, new Shape(3, 32, 32));
    ProfileEffort.Rounds rounds = new ProfileEffort.Rounds(16, 16);
    ProfileEffort effort =
        new ProfileEffort(1000, rounds, 2, 0, 0, 1, ProfileEffort.named("quick").chains());
    Path store = folder.resolve(name);
    profiler.profile(
        new ProfileRequest(List.of(network), false, 1, effort, 7), store, Progress.NONE);
    return store;
  }
}
