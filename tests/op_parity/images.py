"""Ops on images."""

from __future__ import annotations

import numpy as np

from tests.op_parity import Call, plain, positive, real, whole

IMAGES = positive(2, 6, 5, 3) / 2
ONE = positive(7, 6, 3) / 2
CORNERS = np.array([[[0, 0], [4, 0], [0, 5], [4, 5]]] * 2, "float32")
SEEN = CORNERS + np.array([[1, 0], [0, 1], [0.5, -1], [-1, 0]], "float32")
MAPS = np.array([[0.913, 0.221, 0.517, -0.137, 1.119, -0.431, 0, 0]] * 2, "float32")
GRID = np.stack([real(4, 3) * 4 + 2, real(4, 3) * 4 + 2]).astype("float32")
FIRST = np.ascontiguousarray(np.moveaxis(IMAGES, -1, 1))

CASES: dict[str, Call] = {
    **{
        f"image.resize {how} {size}": plain(
            "image.resize", IMAGES, size=size, interpolation=how, antialias=size == (3, 2)
        )
        for how in ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
        for size in ((9, 7), (3, 2))
    },
    "image.resize one": plain("image.resize", ONE, size=(4, 4)),
    "image.resize first": plain("image.resize", FIRST, size=(4, 4), data_format="channels_first"),
    "image.resize whole": plain("image.resize", whole(2, 5, 5, 1), size=(3, 3)),
    "image.resize whole nearest": plain(
        "image.resize", whole(2, 4, 4, 1), size=(3, 7), interpolation="nearest"
    ),
    "image.resize crop": plain("image.resize", IMAGES, size=(4, 2), crop_to_aspect_ratio=True),
    "image.resize pad": plain(
        "image.resize", IMAGES, size=(4, 8), pad_to_aspect_ratio=True, fill_value=0.5
    ),
    **{
        f"image.affine_transform {mode}": plain(
            "image.affine_transform", IMAGES, MAPS, fill_mode=mode, fill_value=0.3
        )
        for mode in ("constant", "nearest", "wrap", "mirror", "reflect")
    },
    "image.affine_transform one": plain(
        "image.affine_transform", ONE, MAPS[0], interpolation="nearest"
    ),
    "image.crop_images": plain(
        "image.crop_images",
        IMAGES,
        top_cropping=1,
        left_cropping=2,
        target_height=3,
        target_width=2,
    ),
    "image.crop_images borders": plain(
        "image.crop_images",
        IMAGES,
        top_cropping=1,
        bottom_cropping=2,
        left_cropping=0,
        right_cropping=1,
    ),
    "image.pad_images": plain(
        "image.pad_images", IMAGES, top_padding=1, left_padding=2, target_height=9, target_width=9
    ),
    "image.pad_images borders": plain(
        "image.pad_images", ONE, top_padding=1, bottom_padding=2, left_padding=0, right_padding=1
    ),
    "image.extract_patches": plain("image.extract_patches", IMAGES, size=(2, 3), strides=2),
    "image.extract_patches same": plain(
        "image.extract_patches", IMAGES, size=2, strides=3, padding="same"
    ),
    "image.extract_patches dilated": plain(
        "image.extract_patches", ONE, size=2, strides=1, dilation_rate=2
    ),
    "image.extract_patches_3d": plain("image.extract_patches_3d", real(1, 4, 5, 4, 2), size=2),
    "image.extract_patches_3d same": plain(
        "image.extract_patches_3d", real(1, 4, 5, 4, 2), size=2, strides=3, padding="same"
    ),
    "image.gaussian_blur": plain("image.gaussian_blur", IMAGES, data_format="channels_last"),
    "image.gaussian_blur wide": plain(
        "image.gaussian_blur",
        ONE,
        kernel_size=(5, 3),
        sigma=(2.0, 0.7),
        data_format="channels_last",
    ),
    "image.rgb_to_grayscale": plain("image.rgb_to_grayscale", IMAGES),
    "image.rgb_to_grayscale whole": plain(
        "image.rgb_to_grayscale", whole(3, 3, 3, low=0, high=255)
    ),
    "image.rgb_to_hsv": plain("image.rgb_to_hsv", IMAGES),
    "image.hsv_to_rgb": plain("image.hsv_to_rgb", IMAGES),
    "image.hsv_to_rgb first": plain("image.hsv_to_rgb", FIRST, data_format="channels_first"),
    **{
        f"image.map_coordinates {mode} {order}": plain(
            "image.map_coordinates", real(5, 6), GRID, order=order, fill_mode=mode, fill_value=0.5
        )
        for mode in ("constant", "nearest", "wrap", "mirror", "reflect")
        for order in (0, 1)
    },
    "image.map_coordinates whole": plain("image.map_coordinates", whole(5, 6), GRID, order=1),
    "image.perspective_transform": plain(
        "image.perspective_transform", IMAGES, CORNERS, SEEN, fill_value=0.2
    ),
    "image.perspective_transform one": plain(
        "image.perspective_transform", ONE, CORNERS[0], SEEN[0], interpolation="nearest"
    ),
    **{
        f"image.scale_and_translate {how}": plain(
            "image.scale_and_translate",
            IMAGES,
            output_shape=(2, 9, 4, 3),
            scale=np.array([1.5, 0.6], "float32"),
            translation=np.array([-0.43, 0.71], "float32"),
            spatial_dims=(1, 2),
            method=how,
        )
        for how in ("linear", "cubic", "lanczos3")
    },
    "image.sobel_edges": plain("image.sobel_edges", IMAGES),
    "image.ssim": plain("image.ssim", positive(2, 13, 12, 3) / 2, positive(2, 13, 12, 3) / 2),
    "image.ssim one": plain(
        "image.ssim", ONE, ONE + 0.1 * positive(7, 6, 3), filter_size=3, max_val=2.0
    ),
}
