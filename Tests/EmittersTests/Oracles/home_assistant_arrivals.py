"""Home Assistant with the persons Alex and Sam and what docs/both-home.md says.

Takes a folder with `both-home.yaml`. Prints `ready` once it has started. Reads lines: `alex home` and
`sam not_home` say where a phone is, and `later 900` lets so many seconds pass; prints `ok` once all that follows from
it has been done.

It is the real server without those of its parts whose packages it fetches when they are first used.
"""

import asyncio
import os
import sys

from homeassistant import bootstrap, runner
from homeassistant.core import callback

folder = sys.argv[1]

HOUSEHOLD = """
homeassistant:
  name: Us
  latitude: 0
  longitude: 0
  elevation: 0
  unit_system: metric
  time_zone: UTC
  country: US
person:
  - {id: alex, name: Alex, device_trackers: [device_tracker.alex]}
  - {id: sam, name: Sam, device_trackers: [device_tracker.sam]}
"""


def write_config():
    with open(os.path.join(folder, "both-home.yaml")) as file:
        recipe = file.read()
    with open(os.path.join(folder, "configuration.yaml"), "w") as file:
        file.write(HOUSEHOLD + recipe)


async def pass_time(hass, seconds):
    """Runs every timer of the next so many seconds, as Home Assistant's own tests do."""
    until = hass.loop.time() + seconds
    for timer in sorted(hass.loop._scheduled, key=lambda timer: timer.when()):
        if not timer.cancelled() and timer.when() <= until:
            timer._run()
            timer.cancel()


async def serve(hass):
    reader = asyncio.StreamReader()
    await hass.loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode():
        who, what = line.split()
        if who == "later":
            await pass_time(hass, int(what))
        else:
            hass.states.async_set(f"device_tracker.{who}", what, {"source_type": "router"})
        # A phone moves a person, a person the sensor, and the sensor begins the automation.
        for _ in range(5):
            await hass.async_block_till_done()
        print("ok", flush=True)
    # It ends with the test, however that ends.
    os._exit(0)


async def run():
    settings = runner.RuntimeConfig(config_dir=folder, skip_pip=True)
    hass = await bootstrap.async_setup_hass(settings)
    wanted = ["automation.both_home", "binary_sensor.both_home", "person.alex", "person.sam"]
    missing = [entity for entity in wanted if hass is None or hass.states.get(entity) is None]
    if missing:
        sys.exit(f"Home Assistant has not taken {missing}")

    @callback
    def started(_):
        print("ready", flush=True)
        # A task of Home Assistant's own would be waited for by `async_block_till_done`.
        serving.append(hass.loop.create_task(serve(hass)))

    serving = []
    hass.bus.async_listen_once("homeassistant_started", started)
    await hass.async_run()


bootstrap.CRITICAL_INTEGRATIONS = set()
write_config()
asyncio.run(run())
