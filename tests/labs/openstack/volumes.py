# A volume driver for Cinder without hardware: a volume is a file, a snapshot is another.  What a volume holds is
# there to be looked at: an image really gets into it, and a snapshot really comes back out.
import os
import subprocess

from cinder import exception
from cinder import interface
from cinder.image import image_utils
from cinder.volume import driver

SHOWN = 1 << 20                # bytes kept of each where no guest runs: the images are smaller then
GUESTS = os.environ.get('ECS_LAB_HYPERVISOR') == 'libvirt'    # else the file is the disk, as large as it says, and sparse


def bytes_of(size_gib):
    return size_gib << 30 if GUESTS else SHOWN


def copy(source, target):
    subprocess.run(['cp', '--sparse=always', source, target], check=True)


@interface.volumedriver
class FileDriver(driver.VolumeDriver):
    VERSION = '1.0.0'
    SUPPORTS_ACTIVE_ACTIVE = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = self.configuration.safe_get('volumes_dir')

    def path(self, thing):
        return os.path.join(self.folder, thing.id)

    def check_for_setup_error(self):
        os.makedirs(self.folder, exist_ok=True)

    def create_volume(self, volume):
        with open(self.path(volume), 'wb') as f:
            f.truncate(bytes_of(volume.size))

    def delete_volume(self, volume):
        if os.path.exists(self.path(volume)):
            os.remove(self.path(volume))

    delete_snapshot = delete_volume

    def create_snapshot(self, snapshot):
        # A storage whose snapshots fail, for those who ask for it by name.
        if "fails" in (snapshot.display_name or ""):
            raise exception.VolumeBackendAPIException(data="no snapshot today")
        copy(self.path(snapshot.volume), self.path(snapshot))

    def create_volume_from_snapshot(self, volume, snapshot):
        copy(self.path(snapshot), self.path(volume))
        os.truncate(self.path(volume), bytes_of(volume.size))

    create_cloned_volume = create_volume_from_snapshot

    def revert_to_snapshot(self, context, volume, snapshot):
        copy(self.path(snapshot), self.path(volume))

    def extend_volume(self, volume, new_size):
        os.truncate(self.path(volume), bytes_of(new_size))

    def copy_image_to_volume(self, context, volume, image_service, image_id, disable_sparse=False):
        if GUESTS:
            image_utils.fetch_to_raw(context, image_service, image_id, self.path(volume), '1M', size=volume.size, run_as_root=False)
            os.truncate(self.path(volume), bytes_of(volume.size))
            return
        with open(self.path(volume), 'r+b') as f:
            image_service.download(context, image_id, f)

    def copy_volume_to_image(self, context, volume, image_service, image_meta):
        with open(self.path(volume), 'rb') as f:
            image_service.update(context, image_meta['id'], {}, f)

    def ensure_export(self, context, volume):
        pass

    remove_export = ensure_export

    def create_export(self, context, volume, connector):
        pass

    def initialize_connection(self, volume, connector):
        if GUESTS:             # the one kind of volume that nova attaches as the plain file it is
            return {'driver_volume_type': 'gpfs', 'data': {'access_mode': 'rw', 'device_path': self.path(volume)}}
        return {'driver_volume_type': 'iscsi', 'data': {'access_mode': 'rw'}}

    def terminate_connection(self, volume, connector, **kwargs):
        pass

    def _update_volume_stats(self):
        pool = {'pool_name': 'files', 'total_capacity_gb': 'infinite', 'free_capacity_gb': 'infinite', 'reserved_percentage': 0}
        self._stats = {'volume_backend_name': 'files', 'vendor_name': 'lab', 'driver_version': self.VERSION, 'storage_protocol': 'iscsi', 'pools': [pool]}
